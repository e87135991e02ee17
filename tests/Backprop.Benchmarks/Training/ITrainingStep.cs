using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Benchmarks.Training;

/// <summary>One contestant: forward and backward of the problem.</summary>
public interface ITrainingStep : IDisposable
{
    /// <summary>Gradients to zero, forward, backward.</summary>
    void Run();

    /// <summary>What the last step computed, to see that all contestants compute the same.</summary>
    StepResult Result();
}

/// <summary>The last output, and the gradients: features x batch, and in PyTorch's shapes and order of gates.</summary>
public sealed record StepResult(
    Matrix<double> LastOutput, Matrix<double> FirstInputGradient, Matrix<double> InputWeight, Matrix<double> RecurrentWeight,
    Matrix<double> InputBias, Matrix<double> RecurrentBias)
{
    /// <summary>The largest deviation, relative to the largest entry of the same array.</summary>
    public double Deviation(StepResult other) =>
        All.Zip(other.All, (mine, theirs) => (mine - theirs).Enumerate().Max(Math.Abs) / theirs.Enumerate().Max(Math.Abs)).Max();

    private IReadOnlyList<Matrix<double>> All =>
        [LastOutput, FirstInputGradient, InputWeight, RecurrentWeight, InputBias, RecurrentBias];
}
