import django.db.models.deletion
from django.db import migrations, models

from faire_ensemble.kit.creating import Together


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('territory', '0001_initial'),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='Source',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.SlugField(max_length=60, unique=True)),
                    ('name', models.CharField(max_length=200, verbose_name='nom')),
                    ('publisher', models.CharField(max_length=200, verbose_name='éditeur')),
                    ('licence', models.CharField(blank=True, default='', max_length=120, verbose_name='licence')),
                    ('address', models.URLField(blank=True, default='', verbose_name='adresse')),
                    ('rolling_years', models.PositiveSmallIntegerField(default=1, verbose_name="nombre d'années de collecte d'un millésime")),
                ],
                options={
                    'verbose_name': 'source',
                    'ordering': ['code'],
                },
            ),
            migrations.CreateModel(
                name='Indicator',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.SlugField(max_length=80, unique=True, verbose_name='code')),
                    ('official_code', models.CharField(blank=True, default='', max_length=40, verbose_name='code officiel')),
                    ('dataset', models.CharField(blank=True, default='', max_length=40, verbose_name='jeu de données')),
                    ('label', models.CharField(max_length=200, verbose_name='libellé')),
                    ('theme', models.CharField(choices=[('population', 'population'), ('income', 'revenus'), ('employment', 'emploi'), ('housing', 'habitat et peuplement'), ('education', 'éducation'), ('health', 'santé'), ('urban', 'ambiance urbaine')], max_length=12, verbose_name='thème')),
                    ('unit', models.CharField(choices=[('percent', '%'), ('euros', '€'), ('count', 'nombre'), ('ratio', 'rapport'), ('points', 'points')], max_length=10, verbose_name='unité')),
                    ('direction', models.CharField(choices=[('good', 'une hausse est favorable'), ('bad', 'une hausse est défavorable'), ('neutral', 'une hausse ne dit rien en soi')], default='neutral', max_length=10, verbose_name='sens')),
                    ('method', models.TextField(blank=True, default='', verbose_name='méthode')),
                    ('headline', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='rang parmi les chiffres clés (vide : non)')),
                    ('denominator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rates', to='observatory.indicator')),
                ],
                options={
                    'verbose_name': 'indicateur',
                    'verbose_name_plural': 'indicateurs',
                    'ordering': ['theme', 'headline', 'label'],
                },
            ),
            migrations.CreateModel(
                name='Vintage',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.PositiveSmallIntegerField(verbose_name='année')),
                    ('label', models.CharField(blank=True, default='', max_length=80, verbose_name='période')),
                    ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='vintages', to='observatory.source')),
                ],
                options={
                    'verbose_name': 'millésime',
                    'ordering': ['-year', 'source'],
                    'constraints': [models.UniqueConstraint(fields=('source', 'year'), name='vintage_once')],
                },
            ),
            migrations.CreateModel(
                name='Value',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('value', models.DecimalField(blank=True, decimal_places=6, max_digits=18, null=True)),
                    ('denominator', models.DecimalField(blank=True, decimal_places=3, max_digits=18, null=True)),
                    ('status', models.CharField(choices=[('published', 'publiée'), ('suppressed', 'couverte par le secret statistique'), ('missing', 'non disponible à la source'), ('flagged', 'publiée avec une réserve de la source')], default='published', max_length=12)),
                    ('note', models.CharField(blank=True, default='', max_length=300, verbose_name='note de la source')),
                    ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='values', to='observatory.indicator')),
                    ('territory', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='values', to='territory.territory')),
                    ('vintage', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='values', to='observatory.vintage')),
                ],
                options={
                    'verbose_name': 'valeur',
                    'verbose_name_plural': 'valeurs',
                    'indexes': [models.Index(fields=['territory', 'vintage'], name='observatory_territo_632b0b_idx')],
                    'constraints': [models.UniqueConstraint(fields=('indicator', 'territory', 'vintage'), name='value_once'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['published', 'flagged']), ('value__isnull', False)), models.Q(('status__in', ['suppressed', 'missing']), ('value__isnull', True)), _connector='OR'), name='value_agrees_with_status')],
                },
            ),
            migrations.CreateModel(
                name='Target',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('base_year', models.PositiveSmallIntegerField(verbose_name='année de départ')),
                    ('base_gap', models.DecimalField(decimal_places=6, max_digits=18, verbose_name='écart de départ')),
                    ('target_year', models.PositiveSmallIntegerField(verbose_name="année d'arrivée")),
                    ('remaining_share', models.DecimalField(decimal_places=4, default='0.5', max_digits=5, verbose_name="part de l'écart qui doit rester")),
                    ('source', models.CharField(max_length=300, verbose_name='source')),
                    ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='observatory.indicator')),
                    ('territory', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='territory.territory')),
                ],
                options={
                    'verbose_name': 'cible',
                    'constraints': [models.UniqueConstraint(fields=('indicator', 'territory', 'target_year'), name='target_once'), models.CheckConstraint(condition=models.Q(('target_year__gt', models.F('base_year'))), name='target_years_in_order'), models.CheckConstraint(condition=models.Q(('remaining_share__gte', 0), ('remaining_share__lt', 1)), name='target_share_in_range')],
                },
            ),
        ]),
    ]
