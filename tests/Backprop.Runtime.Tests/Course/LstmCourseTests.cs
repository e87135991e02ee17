using Backprop.Runtime.Tests.Golden;
using Backprop.Runtime.Cells;
using Backprop.Runtime.Layers;
using Backprop.Runtime.Losses;
using Backprop.Runtime.Sequences;
using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Tests.Course;

/// <summary>The LSTM against the course's published numbers, and what dropping a recurrent term costs.</summary>
public sealed class LstmCourseTests
{
    // The runtime stacks the gates in the order i, f, g, o; the course has a matrix for each over [a_prev; x].
    private static readonly string[] Gates = ["i", "f", "c", "o"];

    [Fact]
    public void Cell_forward()
    {
        var data = GoldenCase.Named("lstm_cell_forward");
        var step = Cell(data).Forward(
            data.Input("xt").Matrix(), new LstmState(data.Input("a_prev").Matrix(), data.Input("c_prev").Matrix()));

        Close.To(data.Expected("a_next"), step.State.Hidden);
        Close.To(data.Expected("c_next"), step.State.Cell);
        Close.To(data.Expected("it"), step.Gates.Input);
        Close.To(data.Expected("ft"), step.Gates.Forget);
        Close.To(data.Expected("cct"), step.Gates.Candidate);
        Close.To(data.Expected("ot"), step.Gates.Output);
        Close.To(data.Expected("yt"), Predict(data, step.State.Hidden));
    }

    [Fact]
    public void Sequence_forward()
    {
        var data = GoldenCase.Named("lstm_forward");
        var run = Forward(data, data.Input("x").Shape[2]);
        Close.To(data.Expected("a"), run.Steps.Select(step => step.State.Hidden).ToList());
        Close.To(data.Expected("c"), run.Steps.Select(step => step.State.Cell).ToList());
        Close.To(data.Expected("y"), run.Steps.Select(step => Predict(data, step.State.Hidden)).ToList());
    }

    [Fact]
    public void Cell_backward()
    {
        var data = GoldenCase.Named("lstm_cell_backward");
        var cell = Cell(data);
        var step = cell.Forward(
            data.Input("xt").Matrix(), new LstmState(data.Input("a_prev").Matrix(), data.Input("c_prev").Matrix()));
        var gradient = cell.Backward(
            step,
            new UpstreamGradient(data.Input("da_next").Matrix()),
            RecurrentGradient<LstmState>.For(
                step.State, new LstmState(Matrix<double>.Build.Dense(5, 10), data.Input("dc_next").Matrix())));

        Close.To(data.Expected("dxt"), gradient.Input);
        Close.To(data.Expected("da_prev"), gradient.Previous.Gradient!.Hidden);
        Close.To(data.Expected("dc_prev"), gradient.Previous.Gradient!.Cell);
        AssertParameters(data.Part("expected"), cell);
    }

    [Theory]
    [InlineData("lstm_backward")]
    [InlineData("lstm_backward_full")]
    public void Sequence_backward(string name)
    {
        var data = GoldenCase.Named(name);
        var run = Forward(data, data.Input("da").Shape[2]);
        var gradient = run.Backward(CourseRnn.Upstream(data.Input("da")), RecurrentGradient<LstmState>.None);

        Close.To(data.Expected("dx"), gradient.Inputs);
        Close.To(data.Expected("da0"), gradient.Initial.Gradient!.Hidden);
        Close.To(data.Expected("dc0"), gradient.Initial.Gradient!.Cell);
        AssertParameters(data.Part("expected"), run.Cell);
    }

    [Theory]
    [InlineData("lstm_backward", "dropHidden", 0, 1)]
    [InlineData("lstm_backward", "dropCell", 1, 0)]
    [InlineData("lstm_backward", "dropBoth", 0, 0)]
    [InlineData("lstm_backward_full", "dropHidden", 0, 1)]
    [InlineData("lstm_backward_full", "dropCell", 1, 0)]
    [InlineData("lstm_backward_full", "dropBoth", 0, 0)]
    public void A_dropped_recurrent_term_gives_the_files_wrong_numbers(string name, string variant, double hidden, double cell)
    {
        var data = GoldenCase.Named(name);
        var wrong = data.Part("variants").Part(variant);
        var run = Forward(data, data.Input("da").Shape[2]);
        var (inputs, initial) = BackwardWithFaultyCarry(run, CourseRnn.Upstream(data.Input("da")), hidden, cell);

        Close.To(wrong.Array("dx"), inputs);
        Close.To(wrong.Array("da0"), initial.Hidden);
        Close.To(wrong.Array("dc0"), initial.Cell);
        AssertParameters(wrong, run.Cell);
        if (data.Has("variantsMaxRelDeviation"))
        {
            var said = data.Part("variantsMaxRelDeviation").Part(variant).Element;
            Assert.Equal(said.GetProperty("dx").GetDouble(), Close.Deviation(data.Expected("dx").Steps(), inputs), 1e-12);
            Assert.Equal(
                said.GetProperty("dc0").GetDouble(), Close.Deviation([data.Expected("dc0").Matrix()], [initial.Cell]), 1e-12);
        }
    }

    private static (Matrix<double>[] Inputs, LstmState Initial) BackwardWithFaultyCarry(
        LstmRun run, UpstreamGradient[] upstream, double hidden, double cell)
    {
        var inputs = new Matrix<double>[upstream.Length];
        var carried = RecurrentGradient<LstmState>.None;
        for (var t = upstream.Length - 1; t >= 0; t--)
        {
            var step = run.Steps[t];
            var recurrent = carried.Gradient is { } later
                ? RecurrentGradient<LstmState>.For(step.State, new LstmState(later.Hidden * hidden, later.Cell * cell))
                : carried;
            (inputs[t], carried) = run.Cell.Backward(step, upstream[t], recurrent);
        }

        return (inputs, carried.Gradient!);
    }

    private static LstmCell Cell(GoldenCase data)
    {
        var hidden = data.Input("Wf").Shape[0];
        var cell = new LstmCell(data.Input("Wf").Shape[1] - hidden, hidden);
        for (var gate = 0; gate < Gates.Length; gate++)
        {
            var both = data.Input("W" + Gates[gate]).Matrix();
            cell.Parameters.RecurrentWeight.Value.SetSubMatrix(gate * hidden, 0, both.SubMatrix(0, hidden, 0, hidden));
            cell.Parameters.InputWeight.Value.SetSubMatrix(gate * hidden, 0, both.SubMatrix(0, hidden, hidden, cell.InputSize));
            cell.Parameters.InputBias.Value.SetSubMatrix(gate * hidden, 0, data.Input("b" + Gates[gate]).Matrix());
        }

        return cell;
    }

    private static void AssertParameters(GoldenCase expected, LstmCell cell)
    {
        var hidden = cell.HiddenSize;
        var both = cell.Parameters.RecurrentWeight.Gradient.Append(cell.Parameters.InputWeight.Gradient);
        for (var gate = 0; gate < Gates.Length; gate++)
        {
            Close.To(expected.Array("dW" + Gates[gate]), both.SubMatrix(gate * hidden, hidden, 0, both.ColumnCount));
            var bias = cell.Parameters.InputBias.Gradient.SubMatrix(gate * hidden, hidden, 0, 1);
            Close.To(expected.Array("db" + Gates[gate]), bias);
        }
    }

    private static Matrix<double> Predict(GoldenCase data, Matrix<double> hidden)
    {
        var head = new Dense(data.Input("Wy").Shape[1], data.Input("Wy").Shape[0]);
        head.Weight.Set(data.Input("Wy").Matrix());
        head.Bias.Set(data.Input("by").Matrix());
        return SoftmaxCrossEntropy.Probabilities(head.Forward(hidden).Output);
    }

    private static LstmRun Forward(GoldenCase data, int steps)
    {
        var cell = Cell(data);
        var a0 = data.Input("a0").Matrix();
        var initial = new LstmState(a0, Matrix<double>.Build.Dense(a0.RowCount, a0.ColumnCount));
        return new(cell, Unroll.Forward(cell, data.Input("x").Steps()[..steps], initial));
    }

    private sealed record LstmRun(LstmCell Cell, Unrolled<LstmState, LstmStep> Run)
    {
        public IReadOnlyList<LstmStep> Steps => Run.Steps;

        public SequenceGradient<LstmState> Backward(UpstreamGradient[] upstream, RecurrentGradient<LstmState> recurrent) =>
            Run.Backward(upstream, recurrent);
    }
}
