using BenchmarkDotNet.Running;
using PluggableMQ.Benchmarks;

LoadedPlugins.Publish();
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
