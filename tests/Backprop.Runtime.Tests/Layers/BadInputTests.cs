using Backprop.Runtime.Cells;
using Backprop.Runtime.Layers;
using Backprop.Runtime.Sequences;
using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Tests.Layers;

/// <summary>What does not fit is refused with the argument's name and both shapes; what is missing cannot be left out.</summary>
public sealed class BadInputTests
{
    private static readonly RecurrentGradient<HiddenState> None = RecurrentGradient<HiddenState>.None;

    [Fact]
    public void A_cell_names_the_argument_and_both_shapes()
    {
        var (cell, drawn) = (new RnnCell(3, 5), new Drawn(1));
        AssertNamed("input", "expected 3 x batch, got 4 x 2", () => cell.Forward(drawn.Matrix(4, 2), HiddenState.Zero(5, 2)));
        AssertNamed(
            "previous.Hidden", "expected 5 x 2, got 5 x 3", () => cell.Forward(drawn.Matrix(3, 2), HiddenState.Zero(5, 3)));

        var step = cell.Forward(drawn.Matrix(3, 2), HiddenState.Zero(5, 2));
        var turned = new UpstreamGradient(drawn.Matrix(2, 5));
        AssertNamed("upstream", "expected 5 x 2, got 2 x 5", () => cell.Backward(step, turned, None));
        var transposed = RecurrentGradient<HiddenState>.For(step.State, HiddenState.Zero(2, 5));
        AssertNamed("recurrent", "expected 5 x 2, got 2 x 5", () => cell.Backward(step, UpstreamGradient.Zero(5, 2), transposed));
        AssertNamed("parameters", "4 gates over 5, 20 x 5, got 5 x 5", () => new LstmCell(cell.Parameters));
    }

    [Fact]
    public void A_recurrent_gradient_of_another_step_is_refused()
    {
        var (cell, drawn) = (new GruCell(3, 5), new Drawn(1));
        var run = Unroll.Forward(cell, [drawn.Matrix(3, 2), drawn.Matrix(3, 2), drawn.Matrix(3, 2)], HiddenState.Zero(5, 2));
        var upstream = UpstreamGradient.Zero(5, 2);
        var last = cell.Backward(run.Steps[2], upstream, None);
        cell.Backward(run.Steps[1], upstream, last.Previous);
        var error = Assert.Throws<ArgumentException>("recurrent", () => cell.Backward(run.Steps[0], upstream, last.Previous));
        Assert.Contains("another step's state", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NaN_is_told_with_its_place()
    {
        var (cell, drawn) = (new LstmCell(3, 5), new Drawn(1));
        var x = drawn.Matrix(3, 2);
        x[2, 1] = double.NaN;
        AssertNamed("input", "NaN) at row 2, column 1", () => cell.Forward(x, LstmState.Zero(5, 2)));
        AssertNamed("steps[1]", "NaN) at row 2, column 1", () => Sequence.From([drawn.Matrix(3, 2), x]));

        var sequence = drawn.Sequence(3, 2, 4);
        sequence[2, 1, 3] = double.NaN;
        AssertNamed("input", "NaN) at row 2, column 7", () => new Lstm(3, 5).NewRun().Forward(sequence));
    }

    [Fact]
    public void A_matrix_without_columns_is_an_empty_batch() =>
        AssertNamed(
            "input", "empty batch", () => new GruCell(3, 5).Forward(Matrix<double>.Build.Dense(3, 0), HiddenState.Zero(5, 0)));

    [Fact]
    public void An_empty_sequence_or_batch_is_refused()
    {
        AssertNamed("inputs", "empty sequence", () => Unroll.Forward(new RnnCell(3, 5), [], HiddenState.Zero(5, 2)));
        AssertNamed("steps", "empty sequence", () => Sequence.From([]));
        Assert.Throws<ArgumentOutOfRangeException>("steps", () => new Sequence(3, 2, 0));
        Assert.Throws<ArgumentOutOfRangeException>("batch", () => new Sequence(3, 0, 4));
        Assert.Throws<ArgumentOutOfRangeException>("lengths", () => new Sequence(3, 2, 4, [0, 4]));
        Assert.Throws<ArgumentOutOfRangeException>("lengths", () => new Sequence(3, 2, 4, [5, 4]));
        AssertNamed("lengths", "expected 2 examples, got 3", () => new Sequence(3, 2, 4, [1, 2, 3]));
        Assert.Throws<ArgumentOutOfRangeException>("hiddenSize", () => new Gru(3, 0));
    }

    [Fact]
    public void A_layer_names_the_argument_and_both_shapes()
    {
        var (layer, drawn) = (new Lstm(3, 5), new Drawn(1));
        var run = layer.NewRun();
        AssertNamed(
            "input", "expected 3 x 2 x 4 (features x batch x time), got 4 x 2 x 4", () => run.Forward(drawn.Sequence(4, 2, 4)));
        AssertNamed(
            "initial", "with cell state, got 1 states of 5 x 3",
            () => run.Forward(drawn.Sequence(3, 2, 4), layer.ZeroState(3)));
        run.Forward(drawn.Sequence(3, 2, 4));
        var none = RecurrentGradient<RecurrentState>.None;
        AssertNamed(
            "upstream", "expected 5 x 2 x 4 (features x batch x time), got 5 x 2 x 3",
            () => run.Backward(drawn.Sequence(5, 2, 3), none));
        var other = RecurrentGradient<RecurrentState>.For(layer.ZeroState(2), layer.ZeroState(2));
        Assert.Throws<ArgumentException>("recurrent", () => run.Backward(drawn.Sequence(5, 2, 4), other));
    }

    [Fact]
    public void A_backward_pass_needs_its_own_forward_pass()
    {
        var (run, drawn) = (new Gru(3, 5).NewRun(), new Drawn(1));
        var none = RecurrentGradient<RecurrentState>.None;
        Assert.Throws<InvalidOperationException>(() => run.Outputs);
        Assert.Throws<InvalidOperationException>(() => run.Backward(drawn.Sequence(5, 2, 4), none));
        run.Forward(drawn.Sequence(3, 2, 4));
        Assert.Throws<InvalidOperationException>(() => run.InputGradient);
        run.Backward(drawn.Sequence(5, 2, 4), none);
        Assert.Throws<InvalidOperationException>(() => run.Backward(drawn.Sequence(5, 2, 4), none));
    }

    private static void AssertNamed(string argument, string message, Func<object> call) =>
        AssertNamed(argument, message, () => { call(); });

    private static void AssertNamed(string argument, string message, Action call) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(argument, call).Message, StringComparison.Ordinal);
}
