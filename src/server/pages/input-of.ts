/** What a form says, as the input of an act: only of an instance does `valid` know the rules. */
export const inputOf = <Input extends object>(type: new () => Input, values: Input): Input =>
  Object.assign(new type(), values);
