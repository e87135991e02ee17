using BenchmarkDotNet.Attributes;

namespace Backprop.Benchmarks.Activation;

/// <summary>Cached against recomputed activation, scalar and vectorised.</summary>
public class ActivationBenchmarks
{
    private BackwardThroughTanh work = new(1);

    [Params(64, 4096, 262144)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup() => work = new(Length);

    [Benchmark(Baseline = true)]
    public void ScalarCached() => work.ScalarCached();

    [Benchmark]
    public void ScalarPow() => work.ScalarPow();

    [Benchmark]
    public void ScalarRecomputed() => work.ScalarRecomputed();

    [Benchmark]
    public void VectorisedCached() => work.VectorisedCached();

    [Benchmark]
    public void VectorisedRecomputed() => work.VectorisedRecomputed();
}
