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
        ('territory', '0001_initial'),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='Initiative',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('family', models.CharField(choices=[('meet', 'se rencontrer'), ('help', "s'entraider"), ('decide', 'décider ensemble'), ('build', 'co-construire'), ('feast', 'faire la fête')], max_length=8)),
                    ('second_family', models.CharField(blank=True, choices=[('meet', 'se rencontrer'), ('help', "s'entraider"), ('decide', 'décider ensemble'), ('build', 'co-construire'), ('feast', 'faire la fête')], default='', max_length=8)),
                    ('title', models.CharField(max_length=150)),
                    ('body', models.TextField(blank=True, default='')),
                    ('folded', models.TextField(blank=True, default='')),
                    ('audience', models.CharField(choices=[('everyone', 'tout le monde'), ('children', 'enfants'), ('youth', 'jeunes'), ('families', 'familles'), ('seniors', 'personnes âgées'), ('generations', 'plusieurs générations ensemble'), ('jobseekers', "personnes en recherche d'emploi"), ('vulnerable', 'personnes isolées ou en difficulté'), ('newcomers', 'nouveaux habitants')], default='everyone', max_length=12)),
                    ('domain', models.CharField(choices=[('housing', 'habitat et cadre de vie'), ('transport', 'déplacements'), ('work', 'emploi et entreprises'), ('services', 'services publics et démarches'), ('culture', 'culture et mémoire'), ('health', 'santé et autonomie'), ('education', 'éducation et lecture'), ('nature', 'jardins et environnement'), ('solidarity', 'solidarité et alimentation'), ('citizenship', 'citoyenneté et droits'), ('sport', 'sport'), ('festivity', 'fêtes et rencontres')], max_length=12)),
                    ('cost_kind', models.CharField(choices=[('unknown', 'coût non connu'), ('free', 'sans dépense'), ('once', 'une seule fois'), ('yearly', 'par an')], default='unknown', max_length=8)),
                    ('cost', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                    ('results', models.TextField(blank=True, default='')),
                    ('worked', models.TextField(blank=True, default='')),
                    ('hard', models.TextField(blank=True, default='')),
                    ('place', models.CharField(blank=True, default='', max_length=200)),
                    ('started', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ('ended', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ('progress', models.CharField(choices=[('idea', "à l'état d'idée"), ('running', 'en cours'), ('ended', 'terminée')], default='running', max_length=8)),
                    ('state', models.CharField(choices=[('draft', 'brouillon'), ('proposed', 'en attente de lecture'), ('published', 'publiée'), ('withdrawn', 'retirée')], default='draft', max_length=10)),
                    ('carrier_name', models.CharField(blank=True, default='', max_length=200)),
                    ('contact_open', models.BooleanField(default=True)),
                    ('source', models.CharField(blank=True, default='', max_length=300)),
                    ('made_at', models.DateTimeField()),
                    ('changed_at', models.DateTimeField()),
                    ('published_at', models.DateTimeField(blank=True, null=True)),
                    ('read_at', models.DateTimeField(blank=True, null=True)),
                    ('carrier', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('copied_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='initiatives.initiative')),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='initiatives', to='directory.organisation')),
                    ('root', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='line', to='initiatives.initiative')),
                    ('territory', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='initiatives', to='territory.territory')),
                ],
                options={
                    'ordering': ['title', 'pk'],
                    'indexes': [models.Index(fields=['state', 'family'], name='initiative_by_family'), models.Index(fields=['state', 'domain'], name='initiative_by_domain')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('cost__isnull', True), ('cost_kind__in', ['unknown', 'free'])), models.Q(('cost__gt', 0), ('cost__isnull', False), ('cost_kind__in', ['once', 'yearly'])), _connector='OR'), name='initiative_cost_said'), models.CheckConstraint(condition=models.Q(('second_family', ''), models.Q(('second_family', models.F('family')), _negated=True), _connector='OR'), name='initiative_second_family_differs'), models.CheckConstraint(condition=models.Q(('started__isnull', True), ('ended__isnull', True), ('ended__gte', models.F('started')), _connector='OR'), name='initiative_years_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('copied_from__isnull', True), ('root__isnull', True)), models.Q(('copied_from__isnull', False), ('root__isnull', False)), _connector='OR'), name='initiative_line_whole')],
                },
            ),
            migrations.CreateModel(
                name='Group',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=150)),
                    ('summary', models.TextField()),
                    ('door', models.CharField(choices=[('open', 'ouvert : chacun entre'), ('request', 'sur demande : un animateur répond')], default='open', max_length=8)),
                    ('made_at', models.DateTimeField()),
                    ('closed_at', models.DateTimeField(blank=True, null=True)),
                    ('closing_words', models.TextField(blank=True, default='')),
                    ('closed_by_office', models.BooleanField(default=False)),
                    ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('territory', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='territory.territory')),
                    ('initiatives', models.ManyToManyField(blank=True, related_name='groups', to='initiatives.initiative')),
                ],
                options={
                    'ordering': ['title', 'pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('summary', ''), _negated=True), name='group_says_what_for'), models.CheckConstraint(condition=models.Q(('closed_by_office', False), models.Q(('closed_at__isnull', False), models.Q(('closing_words', ''), _negated=True)), _connector='OR'), name='group_closed_by_office_says_why')],
                },
            ),
            migrations.CreateModel(
                name='InitiativePhoto',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('words', models.CharField(max_length=300)),
                    ('added_at', models.DateTimeField()),
                    ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='initiatives.initiative')),
                    ('stored', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kit.storedfile')),
                ],
                options={
                    'ordering': ['added_at', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('initiative', 'stored'), name='initiative_photo_once'), models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='initiative_photo_described')],
                },
            ),
            migrations.CreateModel(
                name='InitiativeStep',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('act', models.CharField(max_length=10)),
                    ('state', models.CharField(choices=[('draft', 'brouillon'), ('proposed', 'en attente de lecture'), ('published', 'publiée'), ('withdrawn', 'retirée')], max_length=10)),
                    ('words', models.TextField(blank=True, default='')),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='initiatives.initiative')),
                ],
                options={
                    'ordering': ['at', 'pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('act', 'return'), ('words', ''), _negated=True), name='initiative_return_gives_reason')],
                },
            ),
            migrations.CreateModel(
                name='Claim',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('words', models.CharField(max_length=500)),
                    ('at', models.DateTimeField()),
                    ('refused_at', models.DateTimeField(blank=True, null=True)),
                    ('reason', models.CharField(blank=True, default='', max_length=500)),
                    ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claims', to='initiatives.initiative')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['at', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('initiative', 'person'), name='claim_once'), models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='claim_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), ('refused_at__isnull', True)), models.Q(('refused_at__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='claim_refused_with_reason')],
                },
            ),
            migrations.CreateModel(
                name='Membership',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('role', models.CharField(choices=[('facilitator', 'anime'), ('member', 'membre')], default='member', max_length=12)),
                    ('state', models.CharField(choices=[('asked', 'attend une réponse'), ('active', 'membre'), ('refused', 'demande non acceptée'), ('left', 'parti')], max_length=8)),
                    ('words', models.CharField(blank=True, default='', max_length=500)),
                    ('since', models.DateTimeField()),
                    ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='initiatives.group')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['role', 'since', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('group', 'person'), name='membership_once'), models.CheckConstraint(condition=models.Q(('state', 'active'), ('role', 'member'), _connector='OR'), name='facilitator_is_member')],
                },
            ),
            migrations.CreateModel(
                name='NoDigest',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('since', models.DateTimeField()),
                    ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
            ),
            migrations.CreateModel(
                name='Note',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=150)),
                    ('body', models.TextField(blank=True, default='')),
                    ('revision', models.PositiveIntegerField(default=1)),
                    ('saved_at', models.DateTimeField()),
                    ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='initiatives.group')),
                    ('saved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-saved_at', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='NoteVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=150)),
                    ('body', models.TextField(blank=True, default='')),
                    ('based_on', models.PositiveIntegerField()),
                    ('revision', models.PositiveIntegerField(blank=True, null=True)),
                    ('kept', models.BooleanField()),
                    ('saved_at', models.DateTimeField()),
                    ('settled_at', models.DateTimeField(blank=True, null=True)),
                    ('note', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='initiatives.note')),
                    ('saved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['saved_at', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('note', 'revision'), name='note_revision_once'), models.CheckConstraint(condition=models.Q(models.Q(('kept', True), ('revision__isnull', False)), models.Q(('kept', False), ('revision__isnull', True)), _connector='OR'), name='note_version_numbered')],
                },
            ),
            migrations.CreateModel(
                name='Partner',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(blank=True, default='', max_length=200)),
                    ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='partners', to='initiatives.initiative')),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='helped_initiatives', to='directory.organisation')),
                ],
                options={
                    'ordering': ['pk'],
                    'constraints': [models.UniqueConstraint(fields=('initiative', 'organisation'), name='initiative_partner_once'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), ('organisation__isnull', False)), models.Q(('organisation__isnull', True), models.Q(('name', ''), _negated=True)), _connector='OR'), name='initiative_partner_named')],
                },
            ),
            migrations.CreateModel(
                name='ShownName',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=80)),
                    ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='shown_here', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='shown_name_written')],
                },
            ),
            migrations.CreateModel(
                name='Task',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=200)),
                    ('due_on', models.DateField(blank=True, null=True)),
                    ('state', models.CharField(choices=[('todo', 'à faire'), ('doing', 'en cours'), ('done', 'faite'), ('dropped', 'abandonnée')], default='todo', max_length=8)),
                    ('made_at', models.DateTimeField()),
                    ('changed_at', models.DateTimeField()),
                    ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='initiatives.group')),
                    ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['due_on', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='Thread',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('asker_agrees', models.BooleanField(default=False)),
                    ('carrier_agrees', models.BooleanField(default=False)),
                    ('stopped_at', models.DateTimeField(blank=True, null=True)),
                    ('site', models.CharField(blank=True, default='', max_length=200)),
                    ('made_at', models.DateTimeField()),
                    ('asker', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('carrier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('copy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='asked_in', to='initiatives.initiative')),
                    ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='threads', to='initiatives.initiative')),
                    ('stopped_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-made_at', '-pk'],
                    'constraints': [models.UniqueConstraint(fields=('initiative', 'asker'), name='thread_once'), models.CheckConstraint(condition=models.Q(('asker', models.F('carrier')), _negated=True), name='thread_of_two')],
                },
            ),
            migrations.CreateModel(
                name='Message',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('body', models.TextField()),
                    ('at', models.DateTimeField()),
                    ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('thread', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='initiatives.thread')),
                ],
                options={
                    'ordering': ['at', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='Told',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(max_length=120)),
                    ('text', models.TextField()),
                    ('path', models.CharField(blank=True, default='', max_length=300)),
                    ('site', models.CharField(blank=True, default='', max_length=200)),
                    ('at', models.DateTimeField()),
                    ('sent_at', models.DateTimeField(blank=True, null=True)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['at', 'pk'],
                    'indexes': [models.Index(fields=['sent_at'], name='told_waiting')],
                    'constraints': [models.UniqueConstraint(fields=('person', 'key'), name='told_once')],
                },
            ),
            migrations.CreateModel(
                name='GroupFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=200)),
                    ('added_at', models.DateTimeField()),
                    ('removed_at', models.DateTimeField(blank=True, null=True)),
                    ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='initiatives.group')),
                    ('stored', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kit.storedfile')),
                ],
                options={
                    'ordering': ['-added_at', '-pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True)), fields=('group', 'stored'), name='group_file_once'), models.CheckConstraint(condition=models.Q(models.Q(('removed_at__isnull', True), ('stored__isnull', False)), models.Q(('removed_at__isnull', False), ('stored__isnull', True)), _connector='OR'), name='group_file_kept_until_removed')],
                },
            ),
        ]),
    ]
