export const OF_A_KEYSTROKE = 4;
export const OF_A_PAGE = 15;
export const PAGES: Record<string, number> = {};
export const PREVIEWS: Record<string, number> = {};
