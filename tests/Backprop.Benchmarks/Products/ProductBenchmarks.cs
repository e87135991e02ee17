using Backprop.Runtime.LinearAlgebra;
using BenchmarkDotNet.Attributes;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Benchmarks.Products;

/// <summary>A square product through MathNet, with its own provider and with ours.</summary>
public class ProductBenchmarks
{
    private Matrix<double> left = Matrix<double>.Build.Dense(1, 1);
    private Matrix<double> right = Matrix<double>.Build.Dense(1, 1);
    private Matrix<double> result = Matrix<double>.Build.Dense(1, 1);

    [Params(5, 64, 65, 128, 256, 512, 1024)]
    public int Order { get; set; }

    [GlobalSetup(Target = nameof(MathNetManaged))]
    public void UseMathNets()
    {
        Fill();
        Control.UseManaged();
    }

    [GlobalSetup(Target = nameof(Ours))]
    public void UseOurs()
    {
        UseMathNets();
        VectorisedLinearAlgebra.TryUse();
    }

    [Benchmark(Baseline = true)]
    public void MathNetManaged() => left.Multiply(right, result);

    [Benchmark]
    public void Ours() => left.Multiply(right, result);

    private void Fill()
    {
        (left, right) = (Matrix<double>.Build.Random(Order, Order, 1), Matrix<double>.Build.Random(Order, Order, 2));
        result = Matrix<double>.Build.Dense(Order, Order);
    }
}
