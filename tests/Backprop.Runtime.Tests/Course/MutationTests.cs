using Backprop.Runtime.Tests.Golden;
using System.Text.Json;
using Backprop.Runtime.Checking;
using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Tests.Course;

/// <summary>
/// Each fault of the data file gives the numbers that the file says, and the gradient check finds it in code that
/// knows nothing of the runtime.
/// </summary>
public sealed class MutationTests
{
    private static readonly GoldenCase Data = GoldenCase.Named("rnn_backward");

    public static TheoryData<Mutation> All => new(Enum.GetValues<Mutation>());

    public static TheoryData<Mutation> Faults => new(Enum.GetValues<Mutation>().Where(m => m != Mutation.correct));

    [Fact]
    public void The_file_lists_these_faults() =>
        Assert.Equal(
            Enum.GetNames<Mutation>().Order(),
            Data.Element.GetProperty("mutants").EnumerateArray().Select(m => m.GetProperty("name").GetString()!).Order());

    [Theory]
    [MemberData(nameof(All))]
    public void Differs_from_the_right_gradient_as_the_file_says(Mutation mutation)
    {
        var entry = Data.Element.GetProperty("mutants").EnumerateArray()
            .Single(m => m.GetProperty("name").GetString() == mutation.ToString());
        var run = Run(mutation);

        var values = entry.GetProperty("values");
        var dx = values.GetProperty("dx_1_2").EnumerateArray().Select(value => value.GetDouble());
        Assert.All(dx.Zip(run.Dx), pair => AssertSame(pair.First, pair.Second[1, 2]));
        AssertSame(values.GetProperty("da0_2_3").GetDouble(), run.Da0[2, 3]);
        AssertSame(values.GetProperty("dWax_3_1").GetDouble(), run.DWax[3, 1]);
        AssertSame(values.GetProperty("dWaa_1_2").GetDouble(), run.DWaa[1, 2]);
        AssertSame(values.GetProperty("dba_4").GetDouble(), run.Dba[4, 0]);

        var deviation = entry.GetProperty("maxRelDeviation");
        AssertDeviation(deviation, "dx", run.Dx);
        AssertDeviation(deviation, "dWax", [run.DWax]);
        AssertDeviation(deviation, "dWaa", [run.DWaa]);
        AssertDeviation(deviation, "dba", [run.Dba]);
        AssertDeviation(deviation, "da0", [run.Da0]);
    }

    [Fact]
    public void The_dropped_recurrent_term_gives_the_files_whole_arrays()
    {
        var (run, dropped) = (Run(Mutation.drop_recurrent), Data.Part("droppedRecurrent"));
        Close.To(dropped.Array("dx"), run.Dx);
        Close.To(dropped.Array("dWax"), run.DWax);
        Close.To(dropped.Array("dWaa"), run.DWaa);
        Close.To(dropped.Array("dba"), run.Dba);
        Close.To(dropped.Array("da0"), run.Da0);
    }

    [Fact]
    public void The_gradient_check_passes_the_right_one_for_every_number_of_steps()
    {
        var report = GradientCheck.OverTime(4, steps => Check(Mutation.correct, steps));
        Assert.True(report.Right, report.ToString());
        Assert.Equal("right for T = 1 to 4", report.ToString());
        report.ThrowIfWrong();
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void The_gradient_check_catches_it(Mutation mutation)
    {
        Assert.False(Check(mutation, 4).Run().Right);
        Assert.Throws<GradientCheckException>(() => Check(mutation, 4).Run().ThrowIfWrong());
    }

    [Theory]
    [InlineData(Mutation.drop_recurrent, 2)]
    [InlineData(Mutation.drop_upstream, 2)]
    [InlineData(Mutation.assign_not_accumulate, 2)]
    [InlineData(Mutation.recurrent_doubled, 2)]
    [InlineData(Mutation.wrong_cache_index, 2)]
    [InlineData(Mutation.deriv_of_output_twice, 1)]
    [InlineData(Mutation.deriv_squared, 1)]
    [InlineData(Mutation.missing_transpose, 1)]
    [InlineData(Mutation.dWaa_uses_a_next, 1)]
    public void The_gradient_check_tells_the_first_number_of_steps_that_is_wrong(Mutation mutation, int first)
    {
        var report = GradientCheck.OverTime(3, steps => Check(mutation, steps));
        Assert.Equal(first, report.FirstWrong);
        Assert.StartsWith(
            first == 1
                ? "wrong from T = 1: the fault is within a step"
                : "right for T = 1, wrong from T = 2: a recurrent term is missing",
            report.ToString(), StringComparison.Ordinal);
    }

    private static GradientCheck Check(Mutation mutation, int steps)
    {
        var (wax, waa, ba) = (Data.Input("Wax").Matrix(), Data.Input("Waa").Matrix(), Data.Input("ba").Matrix());
        var (x, a0, da) = (Data.Input("x").Steps()[..steps], Data.Input("a0").Matrix(), Data.Input("da").Steps());
        var run = new HandWrittenBackward(mutation, wax, waa, ba, x, a0).Forward().Backward(da);
        var check = new GradientCheck(() => new HandWrittenBackward(mutation, wax, waa, ba, x, a0).Forward().Loss(da))
            .Of("Wax", wax, run.DWax).Of("Waa", waa, run.DWaa).Of("ba", ba, run.Dba).Of("a0", a0, run.Da0);
        for (var t = 0; t < steps; t++)
        {
            check.Of($"x[{t}]", x[t], run.Dx[t]);
        }

        return check;
    }

    private static HandWrittenBackward Run(Mutation mutation)
    {
        var backward = new HandWrittenBackward(
            mutation, Data.Input("Wax").Matrix(), Data.Input("Waa").Matrix(), Data.Input("ba").Matrix(),
            Data.Input("x").Steps(), Data.Input("a0").Matrix());
        return backward.Forward().Backward(Data.Input("da").Steps());
    }

    private static void AssertDeviation(JsonElement expected, string name, IReadOnlyList<Matrix<double>> actual)
    {
        var right = Data.Expected(name);
        var deviation = Close.Deviation(right.Shape.Length == 3 ? right.Steps() : [right.Matrix()], actual);
        var said = expected.GetProperty(name).GetDouble();
        Assert.InRange(Math.Abs(deviation - said), 0, Close.Exact * Math.Max(1, said));
    }

    private static void AssertSame(double expected, double actual) =>
        Assert.InRange(Math.Abs(actual - expected), 0, Close.Exact * Math.Max(1, Math.Abs(expected)));
}
