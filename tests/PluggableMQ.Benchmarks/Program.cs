using System.Globalization;
using BenchmarkDotNet.Running;
using PluggableMQ.Benchmarks;

LoadedPlugins.Publish();
// Variants that must be measured side by side in one process are not BenchmarkDotNet's way.
if (args is ["hook-cost", .. var rest]) await HookCost.RunAsync(rest is [var rounds] ? int.Parse(rounds, CultureInfo.InvariantCulture) : 40);
else BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
