import { useCombobox, type UseComboboxState, type UseComboboxStateChangeOptions } from 'downshift';
import { useEffect, useRef, useState } from 'react';
import { compter } from '#src/kernel/francais.ts';
import {
  estLibre,
  lireTexte,
  nommer,
  proposerPour,
  type Choix,
  type Proposition,
} from '#admin/ecrans/formulaire/choix.ts';

const { stateChangeTypes: GESTES } = useCombobox;

type Etat = UseComboboxState<Choix>;

/** What a gesture leaves in the field: leaving it or giving up puts back the value chosen. */
function apres(etat: Etat, { type, changes }: UseComboboxStateChangeOptions<Choix>, libre: boolean) {
  switch (type) {
    case GESTES.InputClick:
      return etat;
    case GESTES.InputChange: {
      const saisie = changes.inputValue ?? '';
      if (saisie === '') return { ...changes, selectedItem: null };
      return libre ? { ...changes, selectedItem: lireTexte(saisie) } : changes;
    }
    case GESTES.InputKeyDownEscape:
    case GESTES.InputBlur:
      return {
        ...etat,
        isOpen: false,
        highlightedIndex: -1,
        inputValue: etat.isOpen ? (etat.selectedItem?.libelle ?? '') : etat.inputValue,
      };
    default:
      return changes;
  }
}

const direPropositions = (nombre: number): string =>
  nombre === 0
    ? 'Aucun résultat'
    : `${compter(nombre, 'proposition')} : flèches haut et bas pour parcourir, Entrée pour choisir.`;

/** Propositions as one types, the last question answered only; `annonce` tells them to a screen reader. */
function usePropositions(ressource: string) {
  const [propositions, setPropositions] = useState<readonly Proposition[]>();
  const [annonce, annoncer] = useState('');
  const demande = useRef<AbortController>();
  useEffect(() => () => demande.current?.abort(), []);
  const demander = async (saisie: string): Promise<readonly Proposition[] | undefined> => {
    demande.current?.abort();
    const { signal } = (demande.current = new AbortController());
    const trouvees = await proposerPour(ressource, saisie, signal);
    return signal.aborted ? undefined : trouvees;
  };
  const chercher = async (saisie: string): Promise<void> => {
    const trouvees = await demander(saisie);
    if (!trouvees) return;
    setPropositions(trouvees);
    annoncer(direPropositions(trouvees.length));
  };
  return { propositions, annonce, annoncer, demander, chercher, oublier: () => setPropositions(undefined) };
}

interface Proprietes {
  readonly id: string;
  readonly nom: string;
  readonly ressource: string;
  readonly valeur: string;
  readonly libelle?: string;
  readonly auChoix?: (choix: Choix | null) => void;
  readonly invalide?: boolean;
  readonly decritPar?: string;
  readonly obligatoire?: boolean;
}

/** The combobox over a resource or a source, its value kept with the one given from outside. */
function useReference({ id, ressource, valeur, libelle = '', auChoix }: Proprietes) {
  const libre = estLibre(ressource);
  const recherche = usePropositions(ressource);
  const boite = useCombobox<Choix>({
    inputId: id,
    items: [...(recherche.propositions ?? [])],
    itemToString: (choix) => choix?.libelle ?? '',
    initialSelectedItem: valeur ? { id: valeur, libelle } : null,
    stateReducer: (etat, suite) => apres(etat, suite, libre),
    onIsOpenChange: ({ isOpen }) => {
      if (!isOpen) recherche.oublier();
    },
    onSelectedItemChange: ({ selectedItem, type }) => {
      if (type === GESTES.ItemClick || type === GESTES.InputKeyDownEnter)
        recherche.annoncer(`Choix retenu : ${selectedItem?.libelle ?? ''}`);
      if ((selectedItem?.id ?? '') !== valeur) auChoix?.(selectedItem ?? null);
    },
  });
  const { selectedItem: choisi, selectItem: retenir, setHighlightedIndex } = boite;
  useEffect(() => setHighlightedIndex(-1), [recherche.propositions]);
  // The value may be given from outside: at the opening, by an address that changed, by an entry taken up again.
  useEffect(() => {
    // While the list is open, the value changes by what is typed here.
    if (boite.isOpen) return;
    const connue = valeur === (choisi?.id ?? '');
    if (!connue) retenir(valeur ? { id: valeur, libelle: libre ? valeur : '' } : null);
    if (!valeur || libre || (connue && choisi?.libelle)) return;
    const abandon = new AbortController();
    void nommer(ressource, valeur, abandon.signal).then((nom) => {
      if (nom !== null && !abandon.signal.aborted) retenir({ id: valeur, libelle: nom });
    });
    return () => abandon.abort();
  }, [valeur]);
  /** A text left in the field is chosen when it designates one value. */
  const comprendre = async (): Promise<void> => {
    if (!choisi?.saisi) return;
    const comprise = (await recherche.demander(choisi.libelle))?.find((trouvee) => trouvee.comprise);
    if (comprise) retenir(comprise);
  };
  return { boite, recherche, comprendre };
}

/**
 * Combobox over the records of another resource: type, choose with the arrows and Enter, or with the mouse.
 * Over a source, a text left in the field is sent as it is: it is chosen when it is understood, else the
 * command says why not.
 */
export function SelecteurReference(props: Proprietes) {
  const { nom, invalide, decritPar, obligatoire } = props;
  const { boite, recherche, comprendre } = useReference(props);
  const { isOpen, selectedItem, highlightedIndex } = boite;
  const { propositions, annonce, chercher } = recherche;
  const montrees = isOpen ? propositions : undefined;
  return (
    <div className="combobox">
      <input type="hidden" name={nom} value={selectedItem?.id ?? ''} />
      <input
        {...boite.getInputProps({
          'aria-labelledby': undefined,
          'aria-invalid': invalide || undefined,
          'aria-describedby': decritPar,
          'aria-required': obligatoire || undefined,
          placeholder: 'Saisissez les premières lettres',
          onChange: (evenement) => void chercher(evenement.currentTarget.value),
          onFocus: () => {
            if (selectedItem) return;
            boite.openMenu();
            void chercher('');
          },
          onBlur: () => void comprendre(),
          onKeyDown: (evenement) => {
            const { key } = evenement;
            if (!isOpen && (key === 'ArrowDown' || key === 'ArrowUp')) void chercher('');
            // Escape closes the list alone, never the dialog around it.
            if (isOpen && key === 'Escape') evenement.stopPropagation();
          },
        })}
        type="text"
      />
      {/* A list that scrolls takes the focus of Tab, and hides with it. */}
      <ul {...boite.getMenuProps({ 'aria-label': 'Propositions', tabIndex: -1 })} hidden={!montrees?.length}>
        {montrees?.map((choix, index) => (
          <li
            key={choix.id}
            {...boite.getItemProps({ item: choix, index })}
            className={index === highlightedIndex ? 'actif' : undefined}
          >
            {choix.libelle}
          </li>
        ))}
      </ul>
      {montrees?.length === 0 && <p className="sans-reponse">Aucun résultat</p>}
      <p className="lecteur" aria-live="polite">
        {annonce}
      </p>
    </div>
  );
}
