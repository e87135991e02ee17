using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.GradientPaths;

/// <summary>BP2005 on a static list of the steps that every pass adds to, and that is read from its start as if it were new.</summary>
public class GrowingListTests
{
    private const string Rising = "for (int i = 0; i < x.Length; i++) sum += Gradient({|BP2005:steps[i]|}, wanted[i]);";
    private static readonly string Unmarked = Rising.Replace("{|BP2005:", "").Replace("|}", "");
    private const string List = "private static readonly List<Step> steps = new List<Step>();";

    [Theory]
    [InlineData(Rising)]
    [InlineData("{|BP2003:for|} (int i = x.Length - 1; i >= 0; i--) sum += Gradient({|BP2005:steps[i]|}, wanted[i]);")]
    [InlineData("for (int i = 0; i < wanted.Length; i++) { var step = {|BP2005:steps[i]|}; sum += Gradient(step, wanted[i]); }")]
    public Task The_steps_of_the_first_pass_are_read_again(string read) => Verify.ReportsAsync(Code(List, read));

    [Fact]
    public Task A_list_that_all_of_the_assembly_may_see_and_nobody_does() => Verify.ReportsAsync(Code("internal static List<Step> steps = new List<Step>();", Rising));

    // Whoever uses the library may empty it.
    [Fact]
    public Task A_list_that_anyone_may_see_is_not_known() => Verify.SilentAsync(Code("public static List<Step> steps = new List<Step>();", Unmarked));

    [Theory]
    [InlineData("public static double Twice(Net net, double[] x, double[] wanted) { net.Train(x, wanted); return net.Train(x, wanted); }")]
    [InlineData("public static void Epochs(Net net, double[] x, double[] wanted) { for (int e = 0; e < 10; e++) net.Train(x, wanted); }")]
    public Task A_pass_that_runs_again(string caller) => Verify.ReportsAsync(Code(List, Rising) + $"\npublic static class Program {{ {caller} }}");

    // A demonstration: nothing is left from the pass before.
    [Fact]
    public Task A_pass_that_runs_once_is_right() => Verify.SilentAsync(Code(List, Unmarked)
        + "\npublic static class Program { public static void Main() => new Net().Train(new[] { 1.0, 2.0 }, new[] { 0.5, 0.5 }); }");

    [Theory]
    // Emptied, made anew, or read from its end.
    [InlineData(List, "steps.Clear(); Run(x); for (int i = 0; i < x.Length; i++) sum += Gradient(steps[i], wanted[i]);")]
    [InlineData("private static List<Step> steps = new List<Step>();", "steps = new List<Step>(); Run(x); for (int i = 0; i < x.Length; i++) sum += Gradient(steps[i], wanted[i]);")]
    [InlineData(List, "for (int i = 0; i < x.Length; i++) sum += Gradient(steps[i], wanted[i]); steps.RemoveRange(0, x.Length);")]
    [InlineData(List, "for (int i = 0; i < x.Length; i++) sum += Gradient(steps[steps.Count - x.Length + i], wanted[i]);")]
    [InlineData(List, "for (int i = 0; i < steps.Count; i++) sum += Gradient(steps[i], wanted[i % wanted.Length]);")]
    [InlineData(List, "int from = steps.Count - x.Length; for (int i = from; i < from + x.Length; i++) sum += Gradient(steps[i], wanted[i - from]);")]
    [InlineData(List, "Empty(steps); Run(x); for (int i = 0; i < x.Length; i++) sum += Gradient(steps[i], wanted[i]);")]
    // Of one object: there may be one for each sequence.
    [InlineData("private readonly List<Step> steps = new List<Step>();", "for (int i = 0; i < x.Length; i++) sum += Gradient(steps[i], wanted[i]);")]
    [InlineData("[ThreadStatic] private static List<Step> steps;", "steps ??= new List<Step>(); for (int i = 0; i < x.Length; i++) sum += Gradient(steps[i], wanted[i]);")]
    public Task A_list_that_begins_anew_is_right(string list, string read) => Verify.SilentAsync(Code(list, read));

    [Fact]
    public Task A_list_that_another_type_empties_is_right() => Verify.SilentAsync(Code("internal static List<Step> steps = new List<Step>();", Unmarked)
        + "\npublic static class Episode { public static void Begin() => Net.steps.Clear(); }");

    // The pass that reads does not add: somebody runs one before each of the other.
    [Fact]
    public Task A_pass_that_adds_nothing_is_not_known() => Verify.SilentAsync(Code(List, Unmarked).Replace("Run(x);", ""));

    private static string Code(string list, string read) => $$"""
        using System;
        using System.Collections.Generic;

        public sealed class Step
        {
            public double Before, After;
        }

        public class Net
        {
            {{list}}
            private double w = 0.5, u = -0.25;

            private static void Empty(List<Step> some) => some.Clear();

            private double Unit(double x, double before)
            {
                var step = new Step { Before = before, After = Math.Tanh(w * x + u * before) };
                steps.Add(step);
                return step.After;
            }

            public double Run(double[] x)
            {
                double h = 0;
                for (int i = 0; i < x.Length; i++) h = Unit(x[i], h);
                return h;
            }

            private static double Gradient(Step step, double wanted) => (step.After - wanted) * (1 - step.After * step.After) * step.Before;

            public double Train(double[] x, double[] wanted)
            {
                double sum = 0;
                Run(x);
                {{read}}
                return sum;
            }
        }
        """;
}
