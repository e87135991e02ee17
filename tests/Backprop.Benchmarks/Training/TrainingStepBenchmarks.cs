using Backprop.Runtime.LinearAlgebra;
using BenchmarkDotNet.Attributes;
using MathNet.Numerics;
using TorchSharp;

namespace Backprop.Benchmarks.Training;

/// <summary>Forward and backward of one layer: ours, MathNet step by step with its own provider, TorchSharp.</summary>
[MemoryDiagnoser]
public class TrainingStepBenchmarks
{
    private ITrainingStep? step;

    [ParamsAllValues]
    public Kind Kind { get; set; }

    [ParamsSource(nameof(Sizes))]
    public Size Size { get; set; } = Size.All[0];

    public static IEnumerable<Size> Sizes => Size.All;

    [GlobalSetup(Target = nameof(Ours))]
    public void SetupOurs()
    {
        VectorisedLinearAlgebra.TryUse();
        step = new RuntimeStep(new Problem(Kind, Size));
    }

    [GlobalSetup(Target = nameof(MathNetStepByStep))]
    public void SetupMathNet()
    {
        Control.UseManaged();
        step = MathNetStep.Of(new Problem(Kind, Size));
    }

    [GlobalSetup(Target = nameof(TorchSharpModule))]
    public void SetupTorch()
    {
        if (!Torch.IsHere)
        {
            throw new NotSupportedException($"libtorch is {Torch.Missing}.");
        }

        torch.set_num_threads(Math.Min(2, Environment.ProcessorCount));
        step = new TorchStep(new Problem(Kind, Size));
    }

    [GlobalCleanup]
    public void Cleanup() => step?.Dispose();

    [Benchmark(Baseline = true)]
    public void Ours() => step?.Run();

    [Benchmark]
    public void MathNetStepByStep() => step?.Run();

    [Benchmark]
    public void TorchSharpModule() => step?.Run();
}
