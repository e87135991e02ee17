using Backprop.Runtime.Cells;
using Backprop.Runtime.Layers;
using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Benchmarks.Training;

/// <summary>The runtime's recurrent layer.</summary>
public sealed class RuntimeStep(Problem problem) : ITrainingStep
{
    private readonly RecurrentRun run = problem.Layer.NewRun();

    public void Run()
    {
        var parameters = problem.Layer.Parameters;
        for (var i = 0; i < parameters.Count; i++)
        {
            parameters[i].ClearGradient();
        }

        run.Forward(problem.Input);
        run.Backward(problem.Upstream, RecurrentGradient<RecurrentState>.None);
    }

    public StepResult Result()
    {
        var cell = problem.Layer.Cells[0];
        return new(
            run.Outputs.ToMatrix(problem.Size.Steps - 1), run.InputGradient.ToMatrix(0), cell.InputWeight.Gradient.Clone(),
            cell.RecurrentWeight.Gradient.Clone(), cell.InputBias.Gradient.Clone(), cell.RecurrentBias.Gradient.Clone());
    }

    public void Dispose()
    {
    }
}
