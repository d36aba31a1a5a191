
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
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
    ]
