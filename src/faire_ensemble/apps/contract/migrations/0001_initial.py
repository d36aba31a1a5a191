import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from faire_ensemble.kit.creating import Together


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('directory', "0001_initial"),
        ('kit', '0002_append_only'),
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
                    ('retired', models.BooleanField(default=False, verbose_name='retiré du contrat')),
                ],
                options={
                    'verbose_name': 'pilier',
                    'verbose_name_plural': 'piliers',
                    'ordering': ['contract', 'rank'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('retired', False)), fields=('contract', 'rank'), name='pillar_rank_once')],
                },
            ),
            migrations.CreateModel(
                name='Objective',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('rank', models.PositiveSmallIntegerField(verbose_name='rang')),
                    ('title', models.CharField(max_length=300, verbose_name='intitulé')),
                    ('theme', models.CharField(blank=True, default='', max_length=12, verbose_name='thème')),
                    ('pillar', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='objectives', to='contract.pillar')),
                    ('retired', models.BooleanField(default=False, verbose_name='retiré du contrat')),
                ],
                options={
                    'verbose_name': 'objectif',
                    'verbose_name_plural': 'objectifs',
                    'ordering': ['pillar', 'rank'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('retired', False)), fields=('pillar', 'rank'), name='objective_rank_once')],
                },
            ),
            migrations.CreateModel(
                name='AnnexedPlan',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('ptlcd', 'plan territorial de lutte contre les discriminations'), ('radicalisation', 'plan de prévention de la radicalisation'), ('gusp', 'charte ou cadre de gestion urbaine et sociale de proximité'), ('companies', 'charte avec les entreprises'), ('tfpb', "conventions d'utilisation de l'abattement de TFPB"), ('npnru', 'protocole ou convention de renouvellement urbain'), ('housing', "convention d'équilibre territorial, charte de relogement"), ('safety', 'schéma de sécurité et de prévention de la délinquance'), ('other', 'autre document annexé')], max_length=14, verbose_name='nature')),
                    ('title', models.CharField(max_length=200, verbose_name='intitulé')),
                    ('summary', models.TextField(blank=True, default='', verbose_name='en quelques phrases')),
                    ('starts_on', models.DateField(blank=True, null=True, verbose_name='adopté le')),
                    ('ends_on', models.DateField(blank=True, null=True, verbose_name='fin (exclue)')),
                    ('link', models.URLField(blank=True, default='', max_length=500, verbose_name='adresse du document')),
                    ('document_name', models.CharField(blank=True, default='', max_length=200)),
                    ('source', models.CharField(blank=True, default='', max_length=300, verbose_name='source')),
                    ('contract', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='plans', to='contract.contract')),
                    ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kit.storedfile')),
                    ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='annexed_plans', to='directory.organisation')),
                ],
                options={
                    'verbose_name': 'plan annexé',
                    'verbose_name_plural': 'plans annexés',
                    'ordering': ['contract', 'kind', 'title'],
                    'constraints': [models.UniqueConstraint(fields=('contract', 'title'), name='plan_once'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('starts_on__isnull', True), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='plan_dates_in_order')],
                },
            ),
            migrations.CreateModel(
                name='Commitment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=300, verbose_name='engagement')),
                    ('mainstream', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='droit commun')),
                    ('specific', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='crédits spécifiques')),
                    ('due_on', models.DateField(blank=True, null=True, verbose_name='échéance')),
                    ('source', models.CharField(blank=True, default='', max_length=300, verbose_name='source')),
                    ('state', models.CharField(choices=[('promised', 'promis'), ('doing', 'en cours'), ('kept', 'tenu'), ('partly', 'tenu en partie'), ('broken', 'non tenu'), ('dropped', 'abandonné')], default='promised', max_length=8)),
                    ('retired', models.BooleanField(default=False, verbose_name='retiré du contrat')),
                    ('contract', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='commitments', to='contract.contract')),
                    ('objective', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='contract.objective')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='directory.organisation')),
                ],
                options={
                    'verbose_name': 'engagement',
                    'ordering': ['contract', 'due_on', 'pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('mainstream__isnull', True), ('mainstream__gte', 0), _connector='OR'), models.Q(('specific__isnull', True), ('specific__gte', 0), _connector='OR')), name='commitment_amounts')],
                },
            ),
            migrations.CreateModel(
                name='CommitmentStep',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('promised', 'promis'), ('doing', 'en cours'), ('kept', 'tenu'), ('partly', 'tenu en partie'), ('broken', 'non tenu'), ('dropped', 'abandonné')], max_length=8)),
                    ('words', models.TextField(blank=True, default='')),
                    ('link', models.URLField(blank=True, default='', max_length=500, verbose_name='lien vers la preuve')),
                    ('proof_name', models.CharField(blank=True, default='', max_length=200)),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('commitment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='contract.commitment')),
                    ('proof', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kit.storedfile')),
                ],
                options={
                    'ordering': ['at', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='ContractVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField()),
                    ('title', models.CharField(max_length=200, verbose_name='intitulé')),
                    ('signed_on', models.DateField(verbose_name='signé le')),
                    ('why', models.TextField(blank=True, default='', verbose_name='pourquoi')),
                    ('content', models.JSONField()),
                    ('digest', models.CharField(max_length=64)),
                    ('recorded_at', models.DateTimeField()),
                    ('contract', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='contract.contract')),
                    ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'version signée',
                    'verbose_name_plural': 'versions signées',
                    'ordering': ['contract', 'number'],
                    'constraints': [models.UniqueConstraint(fields=('contract', 'number'), name='contract_version_once')],
                },
            ),
            migrations.CreateModel(
                name='ObjectiveMeasure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('target_value', models.DecimalField(blank=True, decimal_places=6, max_digits=18, null=True, verbose_name='valeur visée')),
                    ('target_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="pour l'année")),
                    ('source', models.CharField(blank=True, default='', max_length=300, verbose_name='source')),
                    ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='measures', to='observatory.indicator')),
                    ('objective', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='contract.objective')),
                ],
                options={
                    'verbose_name': "mesure d'un objectif",
                    'ordering': ['objective', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('objective', 'indicator', 'target_year'), name='measure_once'), models.UniqueConstraint(condition=models.Q(('target_year__isnull', True)), fields=('objective', 'indicator'), name='measure_without_year_once'), models.CheckConstraint(condition=models.Q(models.Q(('target_value__isnull', True), ('target_year__isnull', True)), models.Q(('target_value__isnull', False), ('target_year__isnull', False)), _connector='OR'), name='measure_value_has_its_year')],
                },
            ),
            migrations.CreateModel(
                name='OperationalObjective',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('rank', models.PositiveSmallIntegerField(verbose_name='rang')),
                    ('title', models.CharField(max_length=300, verbose_name='intitulé')),
                    ('due_on', models.DateField(blank=True, null=True, verbose_name='échéance')),
                    ('state', models.CharField(choices=[('planned', 'à faire'), ('doing', 'en cours'), ('done', 'fait'), ('dropped', 'abandonné')], default='planned', max_length=8)),
                    ('source', models.CharField(blank=True, default='', max_length=300, verbose_name='source')),
                    ('objective', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='operational', to='contract.objective')),
                    ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='operational_objectives', to='directory.organisation')),
                ],
                options={
                    'verbose_name': 'objectif opérationnel',
                    'verbose_name_plural': 'objectifs opérationnels',
                    'ordering': ['objective', 'rank'],
                    'constraints': [models.UniqueConstraint(fields=('objective', 'rank'), name='operational_rank_once')],
                },
            ),
            migrations.CreateModel(
                name='PlanLine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('rank', models.PositiveSmallIntegerField(verbose_name='rang')),
                    ('title', models.CharField(max_length=300, verbose_name='intitulé')),
                    ('due_on', models.DateField(blank=True, null=True, verbose_name='échéance')),
                    ('state', models.CharField(choices=[('planned', 'à faire'), ('doing', 'en cours'), ('done', 'fait'), ('dropped', 'abandonné')], default='planned', max_length=8)),
                    ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='plan_lines', to='directory.organisation')),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='contract.annexedplan')),
                ],
                options={
                    'verbose_name': "ligne d'un plan annexé",
                    'ordering': ['plan', 'rank'],
                    'constraints': [models.UniqueConstraint(fields=('plan', 'rank'), name='plan_line_rank_once')],
                },
            ),
        ]),
    ]
