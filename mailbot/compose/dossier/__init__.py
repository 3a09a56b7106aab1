"""The dossier of a case: one archive with its mails, files and history that anybody can check."""
