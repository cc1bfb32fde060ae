import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import type { Enregistrement } from '#admin/definition/types/dossier.ts';
import { appeler, cheminAction } from '#admin/ui/api.ts';

interface Choix {
  readonly id: string;
  readonly libelle: string;
  /** What was typed designates it and no other. */
  readonly comprise?: boolean;
}
type Propose = Enregistrement & Pick<Choix, 'comprise'>;

/**
 * Digits alone would be taken for the code of a value chosen in the list: in parentheses they are a text to
 * read.
 */
const enTexte = (saisie: string): string => (/^\s*\w{5}\s*$/.test(saisie) ? `(${saisie.trim()})` : saisie);

/**
 * Combobox over the records of another resource: type, choose with the arrows and Enter, or with the mouse.
 * Over a source, a text left in the field is sent as it is: it is chosen when it is understood, else the
 * command says why not.
 */
export function SelecteurReference({
  id,
  nom,
  ressource,
  valeur,
  libelle = '',
  auChoix,
  invalide,
  decritPar,
  obligatoire,
}: {
  id: string;
  nom: string;
  ressource: string;
  valeur: string;
  libelle?: string;
  auChoix?: (choix: Choix | null) => void;
  invalide?: boolean;
  decritPar?: string;
  obligatoire?: boolean;
}) {
  const [choisi, setChoisi] = useState<Choix | null>(valeur ? { id: valeur, libelle } : null);
  const [texte, setTexte] = useState(libelle);
  const [propositions, setPropositions] = useState<readonly Choix[] | null>(null);
  const [actif, setActif] = useState(-1);
  const [saisi, setSaisi] = useState(false);
  const libre = ressource.startsWith('source:');
  const liste = useId();
  const demande = useRef<AbortController>();

  useEffect(() => () => demande.current?.abort(), []);
  // The value may be given from outside: at the opening, by an address that changed, by an entry taken up
  // again.
  useEffect(() => {
    const connu = valeur === (choisi?.id ?? '');
    if (!connu) {
      setChoisi(valeur ? { id: valeur, libelle: libre ? valeur : '' } : null);
      setTexte(libre ? valeur : '');
    }
    if (!valeur || libre || (connu && choisi?.libelle)) return;
    const abandon = new AbortController();
    void appeler<{ record: Enregistrement }>(cheminAction(ressource, 'show', valeur), {
      signal: abandon.signal,
    }).then(({ corps }) => {
      if (corps.record && !abandon.signal.aborted) {
        setTexte(corps.record.title);
        setChoisi({ id: valeur, libelle: corps.record.title });
      }
    });
    return () => abandon.abort();
  }, [valeur]);

  const demander = async (saisie: string): Promise<readonly Choix[] | null> => {
    demande.current?.abort();
    const courante = (demande.current = new AbortController());
    const mots = encodeURIComponent(saisie.trim());
    const chemin = libre
      ? `pages/${ressource.slice('source:'.length)}?texte=${mots}`
      : cheminAction(ressource, 'search') + (mots ? `/${mots}` : '');
    const { corps } = await appeler<{ records: readonly Propose[] }>(chemin, { signal: courante.signal });
    return courante.signal.aborted
      ? null
      : (corps.records ?? []).map(({ id: trouve, title, comprise }) => ({
          id: trouve,
          libelle: title,
          comprise,
        }));
  };
  const chercher = async (saisie: string) => {
    const trouvees = await demander(saisie);
    if (!trouvees) return;
    setPropositions(trouvees);
    setActif(-1);
  };
  const choisir = (choix: Choix | null) => {
    setChoisi(choix);
    setTexte(choix?.libelle ?? '');
    setPropositions(null);
    setSaisi(false);
    auChoix?.(choix);
  };
  const saisir = (saisie: string) => {
    setTexte(saisie);
    if (saisie === '') choisir(null);
    else if (libre) {
      const aLire = { id: enTexte(saisie), libelle: saisie };
      setChoisi(aLire);
      setSaisi(true);
      auChoix?.(aLire);
    }
    void chercher(saisie);
  };
  const quitter = async () => {
    setPropositions(null);
    setTexte(choisi?.libelle ?? '');
    const comprise = saisi ? (await demander(texte))?.find((trouvee) => trouvee.comprise) : undefined;
    if (comprise) choisir(comprise);
  };
  const auClavier = (evenement: KeyboardEvent) => {
    if (evenement.key === 'ArrowDown' || evenement.key === 'ArrowUp') {
      evenement.preventDefault();
      if (!propositions) return void chercher('');
      const pas = evenement.key === 'ArrowDown' ? 1 : -1;
      setActif((actif + pas + propositions.length) % Math.max(1, propositions.length));
    } else if (evenement.key === 'Enter' && propositions) {
      evenement.preventDefault();
      const choix = propositions[actif];
      if (choix) choisir(choix);
    } else if (evenement.key === 'Escape' && propositions) {
      evenement.stopPropagation();
      setPropositions(null);
      setTexte(choisi?.libelle ?? '');
    }
  };

  return (
    <div className="combobox">
      <input type="hidden" name={nom} value={choisi?.id ?? ''} />
      <input
        id={id}
        type="text"
        role="combobox"
        autoComplete="off"
        aria-expanded={propositions !== null}
        aria-controls={liste}
        aria-autocomplete="list"
        aria-activedescendant={actif >= 0 ? `${liste}-${actif}` : undefined}
        aria-invalid={invalide || undefined}
        aria-describedby={decritPar}
        aria-required={obligatoire || undefined}
        placeholder="Saisissez les premières lettres"
        value={texte}
        onChange={(evenement) => saisir(evenement.target.value)}
        onFocus={() => {
          if (!choisi) void chercher('');
        }}
        onBlur={() => void quitter()}
        onKeyDown={auClavier}
      />
      {/* A list that scrolls takes the focus of Tab, and hides with it. */}
      <ul id={liste} role="listbox" aria-label="Propositions" tabIndex={-1} hidden={propositions === null}>
        {propositions?.map((choix, rang) => (
          <li
            key={choix.id}
            id={`${liste}-${rang}`}
            role="option"
            aria-selected={rang === actif}
            className={rang === actif ? 'actif' : undefined}
            onMouseDown={(evenement) => {
              evenement.preventDefault();
              choisir(choix);
            }}
          >
            {choix.libelle}
          </li>
        ))}
        {propositions?.length === 0 && <li className="sans-reponse">Aucun résultat</li>}
      </ul>
    </div>
  );
}
