import django.utils.timezone
from django.db import migrations, models

from faire_ensemble.kit.creating import Together


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='AuditEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sequence', models.PositiveBigIntegerField(unique=True)),
                    ('at', models.DateTimeField()),
                    ('actor', models.CharField(max_length=254)),
                    ('verb', models.CharField(max_length=80)),
                    ('subject', models.CharField(max_length=200)),
                    ('detail', models.JSONField(default=dict)),
                    ('previous', models.CharField(max_length=64, unique=True)),
                    ('digest', models.CharField(max_length=64, unique=True)),
                ],
                options={
                    'verbose_name': 'acte',
                    'ordering': ['sequence'],
                },
            ),
            migrations.CreateModel(
                name='AuditHead',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sequence', models.PositiveBigIntegerField(default=0)),
                    ('digest', models.CharField(blank=True, default='', max_length=64)),
                ],
            ),
            migrations.CreateModel(
                name='ImportRun',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=40)),
                    ('file_name', models.CharField(max_length=300)),
                    ('sha256', models.CharField(max_length=64)),
                    ('actor', models.CharField(max_length=254)),
                    ('started_at', models.DateTimeField()),
                    ('finished_at', models.DateTimeField()),
                    ('report', models.JSONField()),
                ],
                options={
                    'verbose_name': 'import',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='CacheRow',
                fields=[
                    ('cache_key', models.CharField(max_length=255, primary_key=True, serialize=False)),
                    ('value', models.TextField()),
                    ('expires', models.DateTimeField(db_index=True)),
                ],
                options={
                    'db_table': 'kit_cache',
                },
            ),
            migrations.CreateModel(
                name='StoredFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sha256', models.CharField(max_length=64, unique=True)),
                    ('size', models.PositiveBigIntegerField()),
                    ('media_type', models.CharField(max_length=100)),
                    ('cautions', models.JSONField(default=list)),
                    ('stored_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('scan', models.CharField(choices=[('unscanned', 'non analysé'), ('clean', 'aucun virus trouvé'), ('infected', 'virus trouvé')], default='unscanned', max_length=10)),
                    ('scanned_at', models.DateTimeField(null=True)),
                    ('scan_note', models.CharField(blank=True, default='', max_length=300)),
                ],
                options={
                    'verbose_name': 'fichier',
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('scan', 'unscanned'), ('scanned_at', None)), models.Q(('scan__in', ['clean', 'infected']), ('scanned_at__isnull', False)), _connector='OR'), name='kit_file_scanned_has_its_time')],
                },
            ),
        ]),
    ]
