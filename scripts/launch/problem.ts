/** Something a person at the terminal can mend; its message is printed as it is, and the exit code is 1. */
export class LaunchProblem extends Error {
  readonly code = 'launch_problem';
}
