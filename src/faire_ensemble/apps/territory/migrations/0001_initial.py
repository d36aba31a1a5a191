import django.db.models.deletion
from django.db import migrations, models

from faire_ensemble.kit.creating import Together


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='Territory',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('epci', 'métropole ou intercommunalité'), ('commune', 'commune'), ('priority', 'quartier prioritaire'), ('monitored', 'quartier de veille'), ('lived', 'quartier vécu'), ('group', 'ensemble de quartiers')], max_length=12, verbose_name='nature')),
                    ('code', models.CharField(max_length=20, verbose_name='code')),
                    ('name', models.CharField(max_length=200, verbose_name='nom')),
                    ('generation', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='géographie (2014, 2024)')),
                    ('population', models.PositiveIntegerField(blank=True, null=True, verbose_name='population municipale')),
                    ('population_source', models.CharField(blank=True, default='', max_length=200)),
                    ('communes', models.ManyToManyField(blank=True, related_name='neighbourhoods', to='territory.territory')),
                    ('epci', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='members', to='territory.territory')),
                ],
                options={
                    'verbose_name': 'territoire',
                    'verbose_name_plural': 'territoires',
                    'ordering': ['kind', 'name', 'code'],
                    'constraints': [models.UniqueConstraint(fields=('kind', 'code'), name='territory_code_once')],
                },
            ),
            migrations.CreateModel(
                name='Perimeter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('valid_from', models.DateField(blank=True, null=True)),
                    ('valid_to', models.DateField(blank=True, null=True)),
                    ('shape', models.BinaryField()),
                    ('west', models.FloatField()),
                    ('south', models.FloatField()),
                    ('east', models.FloatField()),
                    ('north', models.FloatField()),
                    ('area_km2', models.FloatField()),
                    ('source', models.CharField(max_length=300)),
                    ('repair', models.CharField(blank=True, default='', max_length=300, verbose_name='réparation')),
                    ('territory', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='perimeters', to='territory.territory')),
                ],
                options={
                    'verbose_name': 'périmètre',
                    'verbose_name_plural': 'périmètres',
                    'constraints': [models.UniqueConstraint(fields=('territory', 'valid_from'), name='perimeter_once'), models.UniqueConstraint(condition=models.Q(('valid_from__isnull', True)), fields=('territory',), name='perimeter_undated_once'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_from__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='perimeter_dates_in_order')],
                },
            ),
            migrations.CreateModel(
                name='EpciSiren',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('siren', models.CharField(max_length=9, unique=True)),
                    ('valid_from', models.DateField(blank=True, null=True)),
                    ('valid_to', models.DateField(blank=True, null=True, verbose_name="jusqu'au (exclu)")),
                    ('source', models.CharField(blank=True, default='', max_length=300)),
                    ('epci', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sirens', to='territory.territory')),
                ],
            ),
        ]),
    ]
