import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from faire_ensemble.kit.creating import Together


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('territory', '0001_initial'),
    ]

    operations = [
        Together([
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
            migrations.CreateModel(
                name='SearchHead',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('revision', models.BigIntegerField(default=0)),
                ],
            ),
            migrations.CreateModel(
                name='SearchSnapshot',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('revision', models.BigIntegerField()),
                    ('form', models.CharField(max_length=64)),
                    ('content', models.BinaryField()),
                    ('made_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='Place',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('hours', models.JSONField(blank=True, default=list, verbose_name='horaires')),
                    ('changes', models.JSONField(blank=True, default=list, verbose_name='jours à part')),
                    ('hours_note', models.CharField(blank=True, default='', max_length=500, verbose_name='précision')),
                    ('phone', models.CharField(blank=True, default='', max_length=30, verbose_name='téléphone')),
                    ('email', models.EmailField(blank=True, default='', max_length=254, verbose_name='courriel')),
                    ('website', models.URLField(blank=True, default='', max_length=300, verbose_name='site')),
                    ('name', models.CharField(max_length=200, verbose_name='nom du lieu')),
                    ('address', models.CharField(blank=True, default='', max_length=300, verbose_name='adresse')),
                    ('extra', models.CharField(blank=True, default='', max_length=300, verbose_name='complément')),
                    ('postcode', models.CharField(blank=True, default='', max_length=5, verbose_name='code postal')),
                    ('commune_code', models.CharField(blank=True, db_index=True, default='', max_length=5)),
                    ('commune_name', models.CharField(blank=True, default='', max_length=100, verbose_name='commune')),
                    ('lon', models.FloatField(blank=True, null=True, verbose_name='longitude')),
                    ('lat', models.FloatField(blank=True, null=True, verbose_name='latitude')),
                    ('transport', models.CharField(blank=True, default='', max_length=300, verbose_name='comment venir')),
                    ('accessibility', models.JSONField(blank=True, default=list)),
                    ('accessibility_note', models.CharField(blank=True, default='', max_length=300)),
                    ('mobile', models.BooleanField(default=False, verbose_name='itinérant')),
                    ('source_key', models.CharField(blank=True, max_length=60, null=True, unique=True)),
                    ('commune', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='territory.territory')),
                    ('neighbourhoods', models.ManyToManyField(blank=True, related_name='help_places', to='territory.territory')),
                ],
                options={
                    'verbose_name': 'lieu',
                    'verbose_name_plural': 'lieux',
                    'ordering': ['name', 'pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('lat__isnull', True), ('lon__isnull', True)), models.Q(('lat__range', (-90, 90)), ('lon__range', (-180, 180))), _connector='OR'), name='place_point_on_earth')],
                },
            ),
            migrations.CreateModel(
                name='Service',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('hours', models.JSONField(blank=True, default=list, verbose_name='horaires')),
                    ('changes', models.JSONField(blank=True, default=list, verbose_name='jours à part')),
                    ('hours_note', models.CharField(blank=True, default='', max_length=500, verbose_name='précision')),
                    ('phone', models.CharField(blank=True, default='', max_length=30, verbose_name='téléphone')),
                    ('email', models.EmailField(blank=True, default='', max_length=254, verbose_name='courriel')),
                    ('website', models.URLField(blank=True, default='', max_length=300, verbose_name='site')),
                    ('name', models.CharField(max_length=200, verbose_name='nom')),
                    ('description', models.TextField(blank=True, default='', max_length=2000, verbose_name="ce qu'on y trouve")),
                    ('kinds', models.JSONField(default=list, verbose_name='quelle aide')),
                    ('audiences', models.JSONField(blank=True, default=list, verbose_name='pour qui')),
                    ('languages', models.JSONField(blank=True, default=list, verbose_name='langues')),
                    ('coming', models.JSONField(blank=True, default=list, verbose_name='comment')),
                    ('free', models.BooleanField(blank=True, null=True, verbose_name='gratuit')),
                    ('price', models.CharField(blank=True, default='', max_length=200, verbose_name='prix')),
                    ('checked_on', models.DateField(blank=True, null=True, verbose_name='vérifié le')),
                    ('reminded_on', models.DateField(blank=True, null=True)),
                    ('closed_on', models.DateField(blank=True, null=True, verbose_name="n'existe plus depuis le")),
                    ('source', models.CharField(blank=True, default='', max_length=300, verbose_name='source')),
                    ('source_key', models.CharField(blank=True, max_length=60, null=True, unique=True)),
                    ('by_hand', models.BooleanField(default=False)),
                    ('invented', models.BooleanField(default=False)),
                    ('areas', models.ManyToManyField(blank=True, related_name='help_served', to='territory.territory')),
                    ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='absorbed', to='directory.service')),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='services', to='directory.organisation')),
                    ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='responsable de la fiche')),
                    ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='services', to='directory.place')),
                ],
                options={
                    'verbose_name': 'fiche',
                    'verbose_name_plural': 'fiches',
                    'ordering': ['name', 'pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('merged_into', models.F('pk')), _negated=True), _connector='OR'), name='service_not_merged_into_itself')],
                },
            ),
            migrations.CreateModel(
                name='SearchEntry',
                fields=[
                    ('service', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to='directory.service')),
                    ('revision', models.BigIntegerField(db_index=True)),
                    ('shown', models.BooleanField(default=True)),
                    ('content', models.JSONField(default=dict)),
                ],
            ),
            migrations.CreateModel(
                name='Merge',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('before', models.JSONField(default=dict)),
                    ('moved_contacts', models.JSONField(default=list)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('undone_at', models.DateTimeField(blank=True, null=True)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('absorbed', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merged_by', to='directory.service')),
                    ('kept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges', to='directory.service')),
                ],
                options={
                    'verbose_name': 'fusion de fiches',
                    'ordering': ['-pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('kept', models.F('absorbed')), _negated=True), name='merge_of_two'), models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('absorbed',), name='merge_absorbed_once')],
                },
            ),
            migrations.CreateModel(
                name='Apart',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.service')),
                    ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.service')),
                ],
                options={
                    'verbose_name': 'fiches à ne pas réunir',
                    'ordering': ['-pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='apart_in_order'), models.UniqueConstraint(fields=('first', 'second'), name='apart_once')],
                },
            ),
            migrations.CreateModel(
                name='Contact',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(blank=True, default='', max_length=150, verbose_name='nom de la personne')),
                    ('role', models.CharField(blank=True, default='', max_length=150, verbose_name='fonction')),
                    ('phone', models.CharField(blank=True, default='', max_length=30, verbose_name='téléphone')),
                    ('email', models.EmailField(blank=True, default='', max_length=254, verbose_name='courriel')),
                    ('consented_on', models.DateField(verbose_name='accord donné le')),
                    ('consent', models.CharField(max_length=200, verbose_name="comment l'accord a été donné")),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='accord retiré le')),
                    ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='directory.service')),
                ],
                options={
                    'verbose_name': 'contact',
                    'verbose_name_plural': 'contacts',
                    'ordering': ['pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('consented_on__isnull', False), ('withdrawn_at__isnull', True), models.Q(('name', ''), _negated=True), models.Q(('consent', ''), _negated=True)), models.Q(('email', ''), ('name', ''), ('phone', ''), ('role', ''), ('withdrawn_at__isnull', False)), _connector='OR'), name='contact_named_only_with_consent')],
                },
            ),
        ]),
    ]
