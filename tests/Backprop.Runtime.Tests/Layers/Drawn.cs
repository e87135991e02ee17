using Backprop.Runtime.Layers;
using Backprop.Runtime.Sequences;
using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Tests.Layers;

/// <summary>Random but repeatable inputs.</summary>
internal sealed class Drawn(int seed)
{
    private readonly Random random = new(seed);

    public Matrix<double> Matrix(int rows, int columns) =>
        Matrix<double>.Build.Dense(rows, columns, (_, _) => (2 * random.NextDouble()) - 1);

    public Sequence Sequence(int features, int batch, int steps, int[]? lengths = null) =>
        Backprop.Runtime.Sequences.Sequence.From(
            Enumerable.Range(0, steps).Select(_ => Matrix(features, batch)).ToList(), lengths);

    public RecurrentState State(RecurrentLayer layer, int batch)
    {
        var state = layer.ZeroState(batch);
        for (var index = 0; index < state.Count; index++)
        {
            state.SetHidden(index, Matrix(layer.HiddenSize, batch));
            if (state.HasCell)
            {
                state.SetCell(index, Matrix(layer.HiddenSize, batch));
            }
        }

        return state;
    }
}
