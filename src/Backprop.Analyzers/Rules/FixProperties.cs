using System.Collections.Immutable;
using Backprop.Analyzers.Meaning;
using Backprop.Analyzers.Model;
using Backprop.Analyzers.Model.Pairs;
using Backprop.Analyzers.Model.Shared;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Rules;

/// <summary>What a rule hands to its code fix: the analyzer decides, the fix only transforms.</summary>
internal static class FixProperties
{
    /// <summary>The catalog's name of the activation.</summary>
    public const string Activation = "activation";

    /// <summary>The cached output as C# names it at the report.</summary>
    public const string Output = "output";

    /// <summary>The factors of the reported product that stay, as C# has them; absent where there are none.</summary>
    public const string Upstream = "upstream";

    /// <summary>The method by which the upstream gradient is multiplied with the slope, absent where it is the operator.</summary>
    public const string Product = "product";

    /// <summary>"exact" where the output form gave the same bits on every probe, else "rounds".</summary>
    public const string Rounding = "rounding";

    /// <summary>Activations of the implementations to rewrite, whose methods are the first of the further locations.</summary>
    public const string Implementations = "implementations";

    /// <summary>The outputs to hand over, whose calls' arguments are the rest of the locations.</summary>
    public const string Outputs = "outputs";

    /// <summary>Between the entries of a list: no character of C#.</summary>
    public const char Separator = '\u001f';

    /// <summary>The variable that carries, or should carry, the recurrent gradient.</summary>
    public const string Carry = "carry";

    /// <summary>What the carry must be set to at the end of the loop's body.</summary>
    public const string Holder = "holder";

    /// <summary>The whole statement that carries it on.</summary>
    public const string Statement = "statement";

    /// <summary>What belongs in place of the third of the further locations.</summary>
    public const string Fill = "fill";

    /// <summary>Present where `=` may become `+=`: the place holds zeros before the loop.</summary>
    public const string StartsAtZero = "zero";

    /// <summary>Present where a loop takes the steps in the wrong order.</summary>
    public const string Direction = "direction";

    /// <summary>The cached value that is read at another step's index, and by how many steps that is ahead of the right one.</summary>
    public const string Cached = "cached";

    public const string Ahead = "ahead";

    public static ImmutableDictionary<string, string?> WrongDirection { get; } = ImmutableDictionary<string, string?>.Empty.Add(Direction, "true");

    public static ImmutableDictionary<string, string?> Of(ShiftedFactor shifted) => ImmutableDictionary<string, string?>.Empty
        .Add(Cached, shifted.Cached).Add(Ahead, shifted.Ahead.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public static ImmutableDictionary<string, string?> Square(PoweredOutput powered) =>
        ImmutableDictionary<string, string?>.Empty.Add(Output, powered.Output.Syntax.ToString());

    public static ImmutableDictionary<string, string?> Of(LostRecurrence lost) =>
        ImmutableDictionary<string, string?>.Empty.Add(Carry, lost.Carry).Add(Holder, lost.Holder)
            .Add(Statement, lost.Statement).Add(Fill, lost.Fill);

    public static ImmutableDictionary<string, string?> Of(OverwrittenGradient overwritten) => overwritten.StartsAtZero
        ? ImmutableDictionary<string, string?>.Empty.Add(StartsAtZero, "true") : ImmutableDictionary<string, string?>.Empty;

    public static ImmutableDictionary<string, string?> Of(SharedRepair repair) => ImmutableDictionary<string, string?>.Empty
        .Add(Implementations, string.Join(Separator.ToString(), repair.Implementations.Select(one => one.Activation)))
        .Add(Outputs, string.Join(Separator.ToString(), repair.Calls.Select(call => call.Output)));

    public static ImmutableDictionary<string, string?> Held(string output) =>
        ImmutableDictionary<string, string?>.Empty.Add(Output, output);

    public static ImmutableDictionary<string, string?> Local(ActivationUse use) =>
        ImmutableDictionary<string, string?>.Empty.Add(Activation, use is { Meaning.Form: not Form.Function, Operation: IInvocationOperation call }
            ? NameOf(call)
            : use.Meaning.Activation.Name);

    /// <summary>A local that is called as the method is whose result it keeps.</summary>
    public static ImmutableDictionary<string, string?> Local(IInvocationOperation call) => ImmutableDictionary<string, string?>.Empty.Add(Activation, NameOf(call));

    private static string NameOf(IInvocationOperation call) => char.ToLowerInvariant(call.TargetMethod.Name[0]) + call.TargetMethod.Name.Substring(1);

    public static ImmutableDictionary<string, string?> OutputForm(ActivationUse use, string output, TermMeaning meaning) =>
        ImmutableDictionary<string, string?>.Empty
            .Add(Activation, use.Meaning.Activation.Name)
            .Add(Output, output)
            .Add(Upstream, use.Upstream.IsEmpty ? null : ElementwiseProducts.Text(use.Upstream, use.Product))
            .Add(Product, use.Product)
            .Add(Rounding, meaning.IsBitwiseOutputForm(use) ? "exact" : "rounds");
}
