using Backprop.Runtime.Tests.Golden;
using Backprop.Runtime.Cells;
using Backprop.Runtime.Losses;
using Backprop.Runtime.Sequences;

namespace Backprop.Runtime.Tests.Course;

/// <summary>The vanilla RNN against the course's published numbers.</summary>
public sealed class RnnCourseTests
{
    [Fact]
    public void Cell_forward()
    {
        var data = GoldenCase.Named("rnn_cell_forward");
        var step = CourseRnn.Cell(data).Forward(data.Input("xt").Matrix(), new HiddenState(data.Input("a_prev").Matrix()));
        Close.To(data.Expected("a_next"), step.State.Hidden);

        var logits = CourseRnn.Head(data).Forward(step.State.Hidden).Output;
        Close.To(data.Expected("yt_pred"), SoftmaxCrossEntropy.Probabilities(logits));
    }

    [Fact]
    public void Sequence_forward()
    {
        var data = GoldenCase.Named("rnn_forward");
        var head = CourseRnn.Head(data);
        var run = Unroll.Forward(
            CourseRnn.Cell(data), data.Input("x").Steps(), new HiddenState(data.Input("a0").Matrix()));

        var hidden = run.Steps.Select(step => step.State.Hidden).ToList();
        Close.To(data.Expected("a"), hidden);
        Close.To(data.Expected("y_pred"), hidden.ConvertAll(a => SoftmaxCrossEntropy.Probabilities(head.Forward(a).Output)));
    }

    [Theory]
    [InlineData("rnn_cell_backward")]
    [InlineData("rnn_cell_backward_v3")]
    public void Cell_backward(string name)
    {
        var data = GoldenCase.Named(name);
        var cell = CourseRnn.Cell(data);
        var step = cell.Forward(data.Input("xt").Matrix(), new HiddenState(data.Input("a_prev").Matrix()));
        Close.To(data.Input("a_next"), step.State.Hidden);

        var gradient = cell.Backward(
            step, new UpstreamGradient(data.Input("da_next").Matrix()), RecurrentGradient<HiddenState>.None);
        Close.To(data.Expected("dxt"), gradient.Input);
        Close.To(data.Expected("da_prev"), gradient.Previous.Gradient!.Hidden);
        CourseRnn.AssertParameters(data.Part("expected"), cell);
    }

    [Fact]
    public void A_gradient_counts_the_same_from_above_and_from_the_next_step()
    {
        var data = GoldenCase.Named("rnn_cell_backward");
        var cell = CourseRnn.Cell(data);
        var step = cell.Forward(data.Input("xt").Matrix(), new HiddenState(data.Input("a_prev").Matrix()));
        var gradient = cell.Backward(
            step,
            UpstreamGradient.Zero(5, 10),
            RecurrentGradient<HiddenState>.For(step.State, new HiddenState(data.Input("da_next").Matrix())));
        Close.To(data.Expected("dxt"), gradient.Input);
        CourseRnn.AssertParameters(data.Part("expected"), cell);
    }

    [Fact]
    public void Sequence_backward()
    {
        var data = GoldenCase.Named("rnn_backward");
        var cell = CourseRnn.Cell(data);
        var run = Unroll.Forward(cell, data.Input("x").Steps(), new HiddenState(data.Input("a0").Matrix()));
        var gradient = run.Backward(CourseRnn.Upstream(data.Input("da")), RecurrentGradient<HiddenState>.None);

        foreach (var form in new[] { "expected", "inputForm" })
        {
            Close.To(data.Part(form).Array("dx"), gradient.Inputs);
            Close.To(data.Part(form).Array("da0"), gradient.Initial.Gradient!.Hidden);
            CourseRnn.AssertParameters(data.Part(form), cell);
        }
    }

    [Theory]
    [InlineData("rnn_backward_random_caches")]
    [InlineData("rnn_backward_random_caches_bounded")]
    public void Backward_reads_the_activation_from_the_cache(string name)
    {
        // The file's caches are drawn independently: each step's a_prev is not the a_next of the step before, so the
        // recurrent gradient has to be put onto the other state by hand.
        var data = GoldenCase.Named(name);
        var cell = CourseRnn.Cell(data);
        var upstream = CourseRnn.Upstream(data.Input("da"));
        var carried = RecurrentGradient<HiddenState>.None;
        var inputs = new MathNet.Numerics.LinearAlgebra.Matrix<double>[upstream.Length];
        for (var t = upstream.Length - 1; t >= 0; t--)
        {
            var step = new RnnStep(
                data.Input("x").Step(t),
                new HiddenState(data.Input("a_prev").Step(t)),
                new HiddenState(data.Input("a_next").Step(t)));
            var recurrent = carried.Gradient is { } later
                ? RecurrentGradient<HiddenState>.For(step.State, later)
                : carried;
            (inputs[t], carried) = cell.Backward(step, upstream[t], recurrent);
        }

        Close.To(data.Expected("dx"), inputs);
        Close.To(data.Expected("da0"), carried.Gradient!.Hidden);
        CourseRnn.AssertParameters(data.Part("expected"), cell);
        Assert.True(Close.Deviation(data.Part("inputForm").Array("dx").Steps(), inputs) > 0.1);
    }
}
