using System.Collections.Immutable;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model.Pairs;

/// <summary>A function and what may be its derivative, run: in which ways of meaning the arguments it is that.</summary>
internal sealed class PairRow
{
    private readonly ForwardRun? forward;
    private readonly OpenFunction? derivative;

    public PairRow(ForwardRun? forward, OpenFunction? derivative)
    {
        this.forward = forward;
        this.derivative = derivative;
        Fits = forward is null || derivative is null || forward.Slopes.IsFlat ? ImmutableArray<ImmutableArray<ArgumentRole>>.Empty
            : ArgumentRoles.Of(derivative.Function).Where(roles => DerivativeRuns.Fits(forward.Slopes, derivative.Function, roles)).ToImmutableArray();
    }

    /// <summary>The ways in which it is the derivative.</summary>
    public ImmutableArray<ImmutableArray<ArgumentRole>> Fits { get; }

    public ForwardRun? Forward => forward;

    public bool IsStraight => forward is { Slopes.IsStraight: true };

    public bool IsOfNetworks => forward is not null && NetworkActivations.Contains(forward.Slopes);

    /// <summary>Do both answer at all?</summary>
    public bool IsUnderstood => forward is not null && derivative is not null
        && DerivativeRuns.Points(forward.Slopes, derivative.Function, ArgumentRoles.Of(derivative.Function)[0]).FirstOrDefault() is not null;

    /// <summary>Is it the derivative from the one source alone?</summary>
    public bool IsOnly(ImmutableArray<ArgumentRole> layout, PairVerdict form) => !IsStraight && PairLayout.OtherForm(layout) is { } output
        && (IsAmong(layout), IsAmong(output)) == (form == PairVerdict.DerivativeFromInput, form == PairVerdict.DerivativeFromOutput);

    /// <summary>What it is, and what its arguments are. What is not the derivative in either form is told in the one that the others have.</summary>
    public (PairMeaning Meaning, ImmutableArray<ArgumentRole> Roles) Judge(ImmutableArray<ArgumentRole> layout, bool tellFromOutput)
    {
        if (forward is null || derivative is null || forward.Slopes.IsFlat) return (PairMeaning.Unknown, layout);
        return PairLayout.OtherForm(layout) is { } other ? OneSource(layout, other, tellFromOutput) : BothSources(layout);
    }

    /// <summary>Neither, where that is proved for arguments that are known to mean that.</summary>
    public PairMeaning WrongAs(ImmutableArray<ArgumentRole> roles) => forward is { Slopes.IsFlat: false } && Fits.IsEmpty ? Wrong(roles) : PairMeaning.Unknown;

    private (PairMeaning, ImmutableArray<ArgumentRole>) OneSource(
        ImmutableArray<ArgumentRole> input, ImmutableArray<ArgumentRole> output, bool tellFromOutput)
    {
        var (fromInput, fromOutput) = (IsAmong(input), IsAmong(output));
        return fromInput && fromOutput ? (new(PairVerdict.Both), input)
            : fromInput ? (new(PairVerdict.DerivativeFromInput), input)
            : fromOutput ? (new(PairVerdict.DerivativeFromOutput), output)
            : !Fits.IsEmpty ? (PairMeaning.Unknown, input)
            : tellFromOutput ? (Wrong(output, input), output)
            : (Wrong(input, output), input);
    }

    /// <summary>Handed both, it may look at one of them only.</summary>
    private (PairMeaning, ImmutableArray<ArgumentRole>) BothSources(ImmutableArray<ArgumentRole> layout)
    {
        if (!IsAmong(layout)) return (Wrong(layout), layout);
        var withoutOutput = layout.Replace(ArgumentRole.Output, ArgumentRole.Unused);
        var withoutInput = layout.Replace(ArgumentRole.PreActivation, ArgumentRole.Unused);
        var (fromInput, fromOutput) = (Fit(withoutOutput), Fit(withoutInput));
        return fromInput == fromOutput ? (new(PairVerdict.Both), layout)
            : fromInput ? (new(PairVerdict.DerivativeFromInput), withoutOutput)
            : (new(PairVerdict.DerivativeFromOutput), withoutInput);
    }

    private bool Fit(ImmutableArray<ArgumentRole> roles) => forward is not null && derivative is not null
        && DerivativeRuns.Fits(forward.Slopes, derivative.Function, roles);

    private bool IsAmong(ImmutableArray<ArgumentRole> roles) => Fits.Any(fit => fit.SequenceEqual(roles));

    /// <summary>Neither, where that is proved for each of the ways; of the first one the message tells.</summary>
    private PairMeaning Wrong(params ImmutableArray<ArgumentRole>[] ways)
    {
        if (forward is null || derivative is null || Array.ConvertAll(ways, Seen) is not { } seen || Array.Exists(seen, one => one is null)) return PairMeaning.Unknown;
        // What is the same for all outputs of the function (x > 0 beside |x|) is no constant that somebody chose.
        var isConstant = Array.TrueForAll(seen, one => Surrogates.IsConstant(one!));
        if (!Array.TrueForAll(seen, one => Surrogates.IsFault(one!, isConstant))) return PairMeaning.Unknown;
        var shown = Array.Find(seen[0]!, point => point.IsGross);
        // What depends on numbers that the function does not see is not judged.
        return derivative.Used.AreAmong(forward.Used) ? new(PairVerdict.Neither, shown.Z, shown.Got, shown.Wanted) : PairMeaning.Unknown;
    }

    // Null where it is not known at one of the samples.
    private DerivativePoint[]? Seen(ImmutableArray<ArgumentRole> roles)
    {
        var points = DerivativeRuns.Points(forward!.Slopes, derivative!.Function, roles).ToArray();
        if (points.Length < forward.Slopes.Points.Length || Array.Exists(points, point => point is null or { Got: double.NaN })) return null;
        return Array.ConvertAll(points, point => point.GetValueOrDefault());
    }
}
