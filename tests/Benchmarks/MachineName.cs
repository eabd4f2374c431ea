using BatchRunner.Runner.Bench;

namespace BatchRunner.Benchmarks;

/// <summary>The processor, as figures have to name it.</summary>
static class MachineName
{
    public static string Cpu => Machine.This.Processor;
}
