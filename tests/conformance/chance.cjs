/** Numbers that are drawn are the same in every run: what fails by chance would look like a difference. */
let state = 1;

Math.random = () => {
  state = (state * 48271) % 2147483647;
  return state / 2147483647;
};
