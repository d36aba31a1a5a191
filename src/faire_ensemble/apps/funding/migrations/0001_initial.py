
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contract', '0001_initial'),
        ('directory', '0001_initial'),
        ('territory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dataset', models.CharField(max_length=60, verbose_name='jeu de données')),
                ('external_key', models.CharField(max_length=120)),
                ('scheme', models.CharField(blank=True, default='', max_length=120, verbose_name='dispositif')),
                ('nature', models.CharField(choices=[('specific', 'crédits spécifiques'), ('mainstream', 'droit commun'), ('unknown', 'non précisé')], default='unknown', max_length=12)),
                ('purpose', models.CharField(blank=True, default='', max_length=1000, verbose_name='objet')),
                ('year', models.PositiveSmallIntegerField(db_index=True, verbose_name='année')),
                ('agreed_on', models.DateField(blank=True, null=True, verbose_name='date de la convention')),
                ('reference', models.CharField(blank=True, default='', max_length=200, verbose_name='référence')),
                ('amount_asked', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='montant demandé')),
                ('amount_awarded', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='montant attribué')),
                ('amount_paid', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='montant versé')),
                ('source', models.CharField(max_length=300, verbose_name='source')),
                ('contract', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='contract.contract')),
                ('funder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants_given', to='directory.organisation')),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants_received', to='directory.organisation')),
                ('objective', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='grants', to='contract.objective')),
                ('territory', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='grants', to='territory.territory')),
            ],
            options={
                'verbose_name': 'subvention',
                'verbose_name_plural': 'subventions',
                'ordering': ['-year', '-amount_awarded', 'pk'],
                'indexes': [models.Index(fields=['-year', '-amount_awarded', 'id'], name='funding_gra_year_2685f3_idx')],
                'constraints': [models.UniqueConstraint(fields=('dataset', 'external_key'), name='grant_once')],
            },
        ),
    ]
