"""The two roles of people who work on the catalog, as groups of Django's."""

from django.apps import apps

CURATORS = "Curators"
ADMINISTRATORS = "Administrators"

# No users, no groups; nothing here deletes an entry, for it would come back with the next import.
CURATOR_RIGHTS = (
    *("creators.view_creator", "creators.add_creator", "creators.change_creator"),
    *(
        f"creators.{verb}_creator{part}"
        for part in ("alias", "link", "tag", "default")
        for verb in ("view", "add", "change", "delete")
    ),
    *("videos.view_video", "videos.change_video", "videos.take_down"),
    *("videos.view_tag", "videos.add_tag", "videos.change_tag"),
    *(f"videos.{verb}_tagalias" for verb in ("view", "add", "change", "delete")),
    *(f"videos.{verb}_{model}" for model in ("helpcontact", "resource") for verb in ("view", "add", "change")),
    *(f"videos.{verb}_collection" for verb in ("view", "add", "change")),
    *("videos.view_report", "videos.change_report"),
    *("videos.view_importrun", "videos.add_importrun", "videos.change_importrun"),
)
# Beyond the curators': accounts and what they may do, other sites' vocabularies, and who reviewed a note.
ADMINISTRATOR_RIGHTS = (
    *CURATOR_RIGHTS,
    "videos.add_sharedvocabulary",  # whose patterns the tagger runs on every title
    "videos.review_note",  # in whose name the site says that a note is right
    *(f"auth.{verb}_{model}" for model in ("user", "group") for verb in ("view", "add", "change", "delete")),
)


def set_up(using: str) -> None:
    """Give both groups exactly their rights, and make them where they are missing. Whoever wants others makes another
    group. Two queries where all is right; does nothing as long as the rights themselves are not in the database.
    """
    permissions, groups = (apps.get_model("auth", name).objects.using(using) for name in ("Permission", "Group"))
    for name, rights in ((CURATORS, CURATOR_RIGHTS), (ADMINISTRATORS, ADMINISTRATOR_RIGHTS)):
        found = permissions.select_related("content_type")
        wanted = {right.pk for right in found if f"{right.content_type.app_label}.{right.codename}" in rights}
        if not wanted:
            return
        group, _ = groups.get_or_create(name=name)
        if set(group.permissions.values_list("pk", flat=True)) != wanted:
            group.permissions.set(wanted)
