/** The second factor: adding and removing it. */
export const FactorsSection = () => null;
