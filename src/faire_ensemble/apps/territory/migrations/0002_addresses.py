import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("territory", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Address",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=60, unique=True)),
                (
                    "postcode",
                    models.CharField(
                        blank=True, default="", max_length=5, verbose_name="code postal"
                    ),
                ),
                ("street", models.CharField(max_length=200, verbose_name="rue")),
                ("street_key", models.CharField(max_length=200)),
                (
                    "number",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="numéro"),
                ),
                (
                    "repetition",
                    models.CharField(
                        blank=True, default="", max_length=10, verbose_name="bis, ter"
                    ),
                ),
                ("lon", models.FloatField(verbose_name="longitude")),
                ("lat", models.FloatField(verbose_name="latitude")),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="addresses",
                        to="territory.territory",
                    ),
                ),
            ],
            options={
                "verbose_name": "adresse",
                "verbose_name_plural": "adresses",
                "indexes": [
                    models.Index(fields=["commune", "street_key"], name="address_commune_street"),
                    models.Index(fields=["postcode", "street_key"], name="address_postcode_street"),
                    models.Index(fields=["street_key"], name="address_street"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lat__gte", -90),
                            ("lat__lte", 90),
                            ("lon__gte", -180),
                            ("lon__lte", 180),
                        ),
                        name="address_on_earth",
                    )
                ],
            },
        ),
    ]
