/** The three Caf of the demonstration. */

export interface CafDeDemonstration {
  readonly id: string;
  readonly nom: string;
  readonly domaine: string;
  readonly fuseauHoraire: string;
  readonly communes: readonly string[];
  /** Partners besides the example of the source. */
  readonly partenaires: number;
}

export const CAFS: readonly CafDeDemonstration[] = [
  {
    id: '451',
    nom: 'Caf du Loiret',
    domaine: 'caf-loiret.example',
    fuseauHoraire: 'Europe/Paris',
    partenaires: 15,
    communes: [
      '45155',
      '45208',
      '45004',
      '45068',
      '45252',
      '45082',
      '45028',
      '45191',
      '45146',
      '45338',
      '45203',
      '45232',
      '45284',
      '45147',
      '45302',
      '45089',
    ],
  },
  {
    id: '771',
    nom: 'Caf de Seine-et-Marne',
    domaine: 'caf-seine-et-marne.example',
    fuseauHoraire: 'Europe/Paris',
    partenaires: 14,
    communes: [
      '77284',
      '77108',
      '77288',
      '77373',
      '77445',
      '77058',
      '77083',
      '77514',
      '77152',
      '77122',
      '77390',
      '77468',
      '77305',
      '77243',
      '77350',
    ],
  },
  {
    id: '974',
    nom: 'Caf de La Réunion',
    domaine: 'caf-reunion.example',
    fuseauHoraire: 'Indian/Reunion',
    partenaires: 10,
    communes: [
      '97411',
      '97415',
      '97416',
      '97422',
      '97409',
      '97414',
      '97412',
      '97410',
      '97418',
      '97408',
      '97413',
    ],
  },
];
