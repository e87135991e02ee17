using Backprop.Runtime.Cells;
using Backprop.Runtime.Checking;
using Backprop.Runtime.Layers;
using Backprop.Runtime.Losses;
using Backprop.Runtime.Parameters;
using Backprop.Runtime.Sequences;
using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Tests.Layers;

/// <summary>The cells step by step under a dense head with a loss, as a user would check a model of his own.</summary>
public sealed class CellGradientTests
{
    private static readonly int[] Targets = [2, 0, 1];

    [Theory]
    [InlineData(RnnActivation.Tanh)]
    [InlineData(RnnActivation.Relu)]
    public void Vanilla(RnnActivation activation) => Check(
        () => new RnnCell(3, 4, activation), () => new HiddenState(new Drawn(9).Matrix(4, 3)), state => state.Hidden);

    [Fact]
    public void Lstm() => Check(
        () => new LstmCell(3, 4), () => new LstmState(new Drawn(9).Matrix(4, 3), new Drawn(8).Matrix(4, 3)), state => state.Hidden);

    [Fact]
    public void Gru() => Check(
        () => new GruCell(3, 4), () => new HiddenState(new Drawn(9).Matrix(4, 3)), state => state.Hidden);

    [Fact]
    public void Dense_over_whole_sequences()
    {
        var head = new Dense(3, 2);
        head.Initialise(4);
        var (input, upstream) = (new Drawn(1).Sequence(3, 2, 4), new Drawn(2).Sequence(2, 2, 4));
        var run = head.NewRun();
        run.Forward(input);
        var values = input.Values.ToArray();
        var gradient = run.Backward(upstream).Values.ToArray();
        new GradientCheck(() =>
        {
            values.CopyTo(input.Values);
            return System.Numerics.Tensors.TensorPrimitives.Dot<double>(run.Forward(input).Values, upstream.Values);
        }).Of(head.Parameters).Of("a", values, gradient).Run().ThrowIfWrong();
    }

    private static void Check<TState, TStep>(
        Func<ICell<TState, TStep>> make, Func<TState> initial, Func<TState, Matrix<double>> hidden)
        where TState : class
        where TStep : CellStep<TState>
    {
        GradientCheck.OverTime(4, steps =>
        {
            var (cell, head) = (make(), new Dense(4, 5, "head."));
            List<Parameter> parameters = [.. cell.Parameters, .. head.Parameters];
            parameters.DrawUniform(0.7, seed: 3);
            var inputs = new Drawn(5).Sequence(3, 3, steps).ToMatrices();

            var run = Unroll.Forward(cell, inputs, initial());
            var upstream = run.Steps.Select(step => Upstream(head, hidden(step.State))).ToList();
            var gradient = run.Backward(upstream, RecurrentGradient<TState>.None);
            var check = new GradientCheck(() => Unroll.Forward(cell, inputs, initial()).Steps.Sum(
                step => SoftmaxCrossEntropy.Evaluate(head.Forward(hidden(step.State)).Output, Targets).Value));
            check.Of(parameters);
            for (var t = 0; t < steps; t++)
            {
                check.Of($"x[{t}]", inputs[t], gradient.Inputs[t]);
            }

            return check;
        }).ThrowIfWrong();
    }

    private static UpstreamGradient Upstream(Dense head, Matrix<double> hidden)
    {
        var step = head.Forward(hidden);
        return head.Backward(step, SoftmaxCrossEntropy.Evaluate(step.Output, Targets).Gradient);
    }
}
