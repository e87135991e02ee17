using Backprop.Runtime.Cells;
using Backprop.Runtime.Layers;
using Backprop.Runtime.Parameters;
using Backprop.Runtime.Sequences;
using Backprop.Runtime.Tests.Golden;
using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Tests.Layers;

/// <summary>The fast layers compute what the cells' textbook equations do, for every output and every gradient.</summary>
public sealed class RunEqualsCellTests
{
    private const double Same = 1e-13;

    [Theory]
    [InlineData(LayerKind.Tanh, 1)]
    [InlineData(LayerKind.Tanh, 64)]
    [InlineData(LayerKind.Relu, 3)]
    [InlineData(LayerKind.Relu, 64)]
    public void Vanilla(LayerKind kind, int batch)
    {
        var layer = (Rnn)kind.Layer(6, 33);
        Compare(
            layer, batch, new RnnCell(layer.Cells[0], layer.Activation),
            state => new HiddenState(state.GetHidden(0)), state => (state.Hidden, null));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    public void Lstm(int batch)
    {
        var layer = LayerKind.Lstm.Layer(6, 33);
        Compare(
            layer, batch, new LstmCell(layer.Cells[0]),
            state => new LstmState(state.GetHidden(0), state.GetCell(0)), state => (state.Hidden, state.Cell));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    public void Gru(int batch)
    {
        var layer = LayerKind.Gru.Layer(6, 33);
        Compare(
            layer, batch, new GruCell(layer.Cells[0]),
            state => new HiddenState(state.GetHidden(0)), state => (state.Hidden, null));
    }

    private static void Compare<TState, TStep>(
        RecurrentLayer layer, int batch, ICell<TState, TStep> cell,
        Func<RecurrentState, TState> toState, Func<TState, (Matrix<double> Hidden, Matrix<double>? Cell)> parts)
        where TState : class
        where TStep : CellStep<TState>
    {
        var drawn = new Drawn(3);
        var (input, upstream) = (drawn.Sequence(6, batch, 5), drawn.Sequence(33, batch, 5));
        var (initial, afterEnd) = (drawn.State(layer, batch), drawn.State(layer, batch));

        var unrolled = Unroll.Forward(cell, input.ToMatrices(), toState(initial));
        var expected = unrolled.Backward(
            upstream.ToMatrices().Select(step => new UpstreamGradient(step)).ToList(),
            RecurrentGradient<TState>.For(unrolled.FinalState, toState(afterEnd)));
        var expectedGradients = TakeGradients(layer.Parameters);

        var run = layer.NewRun();
        run.Forward(input, initial);
        run.Backward(upstream, RecurrentGradient<RecurrentState>.For(run.Final, afterEnd));

        Assert.InRange(
            Close.Deviation([.. unrolled.Steps.Select(step => parts(step.State).Hidden)], run.Outputs.ToMatrices()), 0, Same);
        Assert.InRange(Close.Deviation(expected.Inputs, run.InputGradient.ToMatrices()), 0, Same);
        CompareState(parts(unrolled.FinalState), run.Final);
        CompareState(parts(expected.Initial.Gradient!), run.InitialGradient);
        Assert.All(
            expectedGradients.Zip(layer.Parameters),
            pair => Close.To(pair.First, pair.Second.Gradient, Same));
    }

    private static void CompareState((Matrix<double> Hidden, Matrix<double>? Cell) expected, RecurrentState actual)
    {
        Close.To(expected.Hidden, actual.GetHidden(0), Same);
        if (expected.Cell is { } cell)
        {
            Close.To(cell, actual.GetCell(0), Same);
        }
    }

    private static List<Matrix<double>> TakeGradients(IReadOnlyList<Parameter> parameters)
    {
        var gradients = parameters.Select(parameter => parameter.Gradient.Clone()).ToList();
        foreach (var parameter in parameters)
        {
            parameter.ClearGradient();
        }

        return gradients;
    }
}
