// A worker process alone, for tests that kill one: RUN_FOLDER ATTEMPT THREADS.
using LsKd.Core.Runs;
using LsKd.Learning.Training;

return RunWorker.Execute(new RunFolder(args[0]), int.Parse(args[1]), new WorkerOptions { Threads = int.Parse(args[2]) });
