import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('territory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=300, verbose_name='nom')),
                ('name_key', models.CharField(db_index=True, max_length=300)),
                ('kind', models.CharField(choices=[('state', 'État'), ('region', 'Région'), ('department', 'Département'), ('epci', 'métropole ou intercommunalité'), ('commune', 'commune ou CCAS'), ('association', 'association'), ('landlord', 'bailleur social'), ('public', 'autre organisme public'), ('social', 'organisme de sécurité sociale'), ('company', 'entreprise'), ('other', 'autre ou non précisé')], default='other', max_length=12, verbose_name='nature')),
                ('siret', models.CharField(blank=True, max_length=14, null=True, unique=True)),
                ('siren', models.CharField(blank=True, db_index=True, default='', max_length=9)),
                ('rna', models.CharField(blank=True, max_length=10, null=True, unique=True)),
                ('commune', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='organisations', to='territory.territory')),
            ],
            options={
                'verbose_name': 'organisation',
                'verbose_name_plural': 'organisations',
                'ordering': ['name', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('siret__isnull', True), models.Q(('siren', ''), _negated=True)), fields=('siren',), name='organisation_siren_once'), models.UniqueConstraint(condition=models.Q(('rna__isnull', True), ('siren', ''), ('siret__isnull', True)), fields=('name_key',), name='organisation_unnumbered_once')],
            },
        ),
    ]
