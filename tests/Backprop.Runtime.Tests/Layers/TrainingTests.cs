using Backprop.Runtime.Cells;
using Backprop.Runtime.Layers;
using Backprop.Runtime.Losses;
using Backprop.Runtime.Optimisers;
using Backprop.Runtime.Sequences;
using Backprop.Runtime.Tests.Golden;

namespace Backprop.Runtime.Tests.Layers;

/// <summary>Whole training steps: windows with carried state, reused workspaces, no allocation, repeatable starts.</summary>
public sealed class TrainingTests
{
    private static readonly RecurrentGradient<RecurrentState> None = RecurrentGradient<RecurrentState>.None;

    public static TheoryData<LayerKind> Kinds => new(Enum.GetValues<LayerKind>());

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Windows_with_carried_state_give_the_whole_sequences_outputs(LayerKind kind)
    {
        var layer = kind.Layer(3, 4, layers: 2);
        var input = new Drawn(2).Sequence(3, 2, 7, [7, 4]);
        var whole = layer.NewRun();
        var expected = whole.Forward(input).ToMatrices();

        var run = layer.NewRun();
        RecurrentState? state = null;
        var actual = new List<MathNet.Numerics.LinearAlgebra.Matrix<double>>();
        foreach (var (first, count) in new[] { (0, 3), (3, 3), (6, 1) })
        {
            actual.AddRange(run.Forward(input.Window(first, count), state).ToMatrices());
            state = run.Final;
        }

        Assert.Equal(0, Close.Deviation(expected, actual));
        Assert.Equal(whole.Final.Hidden, run.Final.Hidden);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_windows_gradient_joins_the_next_ones_through_the_state(LayerKind kind)
    {
        var layer = kind.Layer(3, 4);
        var (input, upstream) = (new Drawn(2).Sequence(3, 2, 5), new Drawn(3).Sequence(4, 2, 5));
        var whole = layer.NewRun();
        whole.Forward(input);
        whole.Backward(upstream, None);
        var expected = layer.Parameters.Select(parameter => parameter.Gradient.Clone()).ToList();

        layer.Parameters.ToList().ForEach(parameter => parameter.ClearGradient());
        var (first, second) = (layer.NewRun(), layer.NewRun());
        first.Forward(input.Window(0, 2));
        second.Forward(input.Window(2, 3), first.Final);
        second.Backward(upstream.Window(2, 3), None);
        first.Backward(upstream.Window(0, 2), RecurrentGradient<RecurrentState>.For(first.Final, second.InitialGradient));
        Assert.All(expected.Zip(layer.Parameters), pair => Close.To(pair.First, pair.Second.Gradient, 1e-13));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void One_workspace_serves_every_shape(LayerKind kind)
    {
        var layer = kind.Layer(3, 4, layers: 2, bidirectional: true);
        var reused = layer.NewRun();
        (int Batch, int Steps, int[]? Lengths)[] shapes =
            [(3, 6, null), (2, 4, [4, 1]), (5, 7, null), (1, 1, null), (3, 6, [2, 6, 1])];
        foreach (var (batch, steps, lengths) in shapes)
        {
            var input = new Drawn(steps).Sequence(3, batch, steps, lengths);
            var upstream = new Drawn(batch).Sequence(8, batch, steps);
            var fresh = layer.NewRun();
            Assert.Equal(fresh.Forward(input).Values, reused.Forward(input).Values);
            fresh.Backward(upstream, None);
            reused.Backward(upstream, None);
            Assert.Equal(fresh.InputGradient.Values, reused.InputGradient.Values);
            Assert.Equal(fresh.InitialGradient.Hidden, reused.InitialGradient.Hidden);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Padding_is_never_read(LayerKind kind)
    {
        var layer = kind.Layer(3, 4, layers: 2, bidirectional: true);
        var (input, upstream) = (new Drawn(1).Sequence(3, 2, 4, [4, 2]), new Drawn(2).Sequence(8, 2, 4, [4, 2]));
        var (clean, dirty) = (layer.NewRun(), layer.NewRun());
        clean.Forward(input);
        clean.Backward(upstream, None);
        var (outputs, gradient) = (clean.Outputs.Values.ToArray(), clean.InputGradient.Values.ToArray());

        input.Column(1, 2).Fill(double.NaN);
        upstream.Column(1, 3).Fill(double.NaN);
        dirty.Forward(input);
        dirty.Backward(upstream, None);
        Assert.Equal(outputs, dirty.Outputs.Values);
        Assert.Equal(gradient, dirty.InputGradient.Values);
        Assert.DoesNotContain(layer.Parameters, parameter => parameter.Gradient.Exists(double.IsNaN));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_small_task_is_learned(LayerKind kind)
    {
        // Say at the end which of two symbols came first.
        var (layer, head) = (kind.Layer(2, 8), new Dense(8, 2, "head."));
        head.Initialise(1);
        var parameters = layer.Parameters.Concat(head.Parameters).ToList();
        var (run, headRun, adam) = (layer.NewRun(), head.NewRun(), new Adam(parameters, 0.02));
        var input = new Sequence(2, 16, 6);
        var targets = new int[16 * 6];
        for (var example = 0; example < 16; example++)
        {
            for (var step = 0; step < 6; step++)
            {
                input[(example >> (step % 4)) & 1, example, step] = 1;
                targets[example + (16 * step)] = example & 1;
            }
        }

        var (gradient, loss) = (new Sequence(1, 1, 1), double.MaxValue);
        for (var step = 0; step < 150; step++)
        {
            adam.ClearGradients();
            loss = SoftmaxCrossEntropy.Evaluate(headRun.Forward(run.Forward(input)), targets, gradient);
            run.Backward(headRun.Backward(gradient), None);
            adam.Step();
        }

        Assert.InRange(loss, 0, 0.05);
    }

    [Fact]
    public void The_same_seed_gives_the_same_parameters_within_torchs_bounds()
    {
        var (one, same, other) = (new Gru(3, 16), new Gru(3, 16), new Gru(3, 16));
        one.Initialise(5);
        same.Initialise(5);
        other.Initialise(6);
        Assert.Equal(one.Parameters[1].Value, same.Parameters[1].Value);
        Assert.NotEqual(one.Parameters[1].Value, other.Parameters[1].Value);
        Assert.InRange(one.Parameters.Max(parameter => parameter.Value.Enumerate().Max(Math.Abs)), 0.24, 0.25);

        // Pinned, so that a saved experiment can be repeated after an update.
        Assert.Equal(-0.080815079543187784, one.Parameters[0].Value[0, 0]);
    }
}
