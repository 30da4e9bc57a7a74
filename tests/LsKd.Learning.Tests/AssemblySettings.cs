using Xunit.v3;

// Torch uses every core it may: tests that run at once would only fight over them.
[assembly: Parallelization(MaxThreads = 1)]
