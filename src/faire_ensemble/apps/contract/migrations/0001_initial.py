import django.db.models.deletion
from django.db import migrations, models

from faire_ensemble.kit.creating import Together


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0001_initial'),
        ('observatory', '0001_initial'),
        ('territory', '0001_initial'),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='Contract',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=200, verbose_name='nom')),
                    ('signed_on', models.DateField(blank=True, null=True, verbose_name='signé le')),
                    ('starts_on', models.DateField(verbose_name='début')),
                    ('ends_on', models.DateField(blank=True, null=True, verbose_name='fin (exclue)')),
                    ('orientations', models.TextField(blank=True, default='', verbose_name='orientations')),
                    ('source', models.CharField(blank=True, default='', max_length=300, verbose_name='source')),
                    ('epci', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contracts', to='territory.territory')),
                ],
                options={
                    'verbose_name': 'contrat de ville',
                    'verbose_name_plural': 'contrats de ville',
                    'ordering': ['-starts_on'],
                    'constraints': [models.UniqueConstraint(fields=('epci', 'starts_on'), name='contract_once'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='contract_dates_in_order')],
                },
            ),
            migrations.CreateModel(
                name='ContractCode',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=20, unique=True)),
                    ('source', models.CharField(blank=True, default='', max_length=300)),
                    ('contract', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='codes', to='contract.contract')),
                    ('first_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='première année')),
                    ('last_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='dernière année')),
                ],
                options={
                    'ordering': ['first_year', 'code'],
                    'verbose_name': 'code du contrat',
                    'verbose_name_plural': 'codes du contrat',
                },
            ),
            migrations.CreateModel(
                name='Partner',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('role', models.CharField(choices=[('lead', 'pilote'), ('signatory', 'signataire'), ('associated', 'associé')], default='signatory', max_length=12)),
                    ('contract', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='partners', to='contract.contract')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='partnerships', to='directory.organisation')),
                ],
                options={
                    'verbose_name': 'partenaire',
                    'constraints': [models.UniqueConstraint(fields=('contract', 'organisation'), name='partner_once')],
                },
            ),
            migrations.CreateModel(
                name='Pillar',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('rank', models.PositiveSmallIntegerField(verbose_name='rang')),
                    ('title', models.CharField(max_length=200, verbose_name='intitulé')),
                    ('contract', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pillars', to='contract.contract')),
                ],
                options={
                    'verbose_name': 'pilier',
                    'verbose_name_plural': 'piliers',
                    'ordering': ['contract', 'rank'],
                    'constraints': [models.UniqueConstraint(fields=('contract', 'rank'), name='pillar_rank_once')],
                },
            ),
            migrations.CreateModel(
                name='Objective',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('rank', models.PositiveSmallIntegerField(verbose_name='rang')),
                    ('title', models.CharField(max_length=300, verbose_name='intitulé')),
                    ('theme', models.CharField(blank=True, default='', max_length=12, verbose_name='thème')),
                    ('indicator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='objectives', to='observatory.indicator')),
                    ('pillar', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='objectives', to='contract.pillar')),
                ],
                options={
                    'verbose_name': 'objectif',
                    'verbose_name_plural': 'objectifs',
                    'ordering': ['pillar', 'rank'],
                    'constraints': [models.UniqueConstraint(fields=('pillar', 'rank'), name='objective_rank_once')],
                },
            ),
        ]),
    ]
