/** A text where names stand between brackets: they are shown as names. */
export function TexteNomme({ texte }: { texte: string }) {
  return (
    <>
      {texte.split(/(\[[^[\]]*\])/).map((morceau, rang) =>
        /^\[.*\]$/.test(morceau) ? (
          <span key={rang} className="nom">
            {morceau.slice(1, -1)}
          </span>
        ) : (
          morceau
        ),
      )}
    </>
  );
}
