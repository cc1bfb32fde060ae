/** The address without its password: commands are printed, and kept in the history of shells. */
function sansMotDePasse(adresse: string): string {
  const url = new URL(adresse);
  url.password = '';
  return url.href;
}

/** What to run on a PostgreSQL of one's own: its own tools do it better than we would. */
export function commandesExternes(urlApplication: string, urlProprietaire: string | undefined): string {
  const proprietaire =
    urlProprietaire === undefined
      ? 'postgres://<rôle propriétaire>@<serveur>/<base>'
      : sansMotDePasse(urlProprietaire);
  const application = decodeURIComponent(new URL(urlApplication).username);
  const { hostname, port } = new URL(urlApplication);
  return `La base est sur un serveur PostgreSQL externe : rien n’a été fait ici. Ses propres outils la sauvegardent (mot de passe demandé, ou dans ~/.pgpass).

Sauvegarder la base seule, pendant qu’elle travaille :
  pg_dump --format=custom --file=mcp.dump '${proprietaire}'

La restaurer dans une base neuve, puis relancer l’application avec DATABASE_URL_PROPRIETAIRE, qui remet ses droits au rôle « ${application} » :
  createdb --owner=<rôle propriétaire> <nouvelle base>
  pg_restore --exit-on-error --no-privileges --dbname='postgres://<rôle propriétaire>@${hostname}${port === '' ? '' : `:${port}`}/<nouvelle base>' mcp.dump

Sauvegarder tout le serveur, à l’instant près avec l’archivage de son journal (rôle REPLICATION) :
  pg_basebackup --host=${hostname}${port === '' ? '' : ` --port=${port}`} --username=<rôle de réplication> --pgdata=<dossier> --wal-method=stream --checkpoint=fast
  pg_verifybackup <dossier>

Après toute restauration :
  npm run --silent journal -- verifier --depuis <dernière empreinte gardée>
  npm run --silent regles -- rejouer --tout
`;
}
