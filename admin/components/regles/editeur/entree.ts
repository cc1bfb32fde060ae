/** Bundle of the text editor: loaded by the page of a draft when its text is opened. */
export {};
