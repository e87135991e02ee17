namespace Backprop.Analyzers.Knowledge;

/// <summary>
/// One row of the catalog: a function of one number, its derivative from the input z, and, where the output a = f(z) alone
/// determines it, its derivative from a. The rest is what rules and fixes must know before they act on it.
/// </summary>
internal sealed record Activation(
    string Name,
    Func<double, double> F,
    Func<double, double> DerivativeFromInput,
    Func<double, double>? DerivativeFromOutput = null)
{
    /// <summary>Where F is defined; samples outside are not compared.</summary>
    public Interval Domain { get; init; } = Interval.All;

    /// <summary>What F returns; the output form is compared only there.</summary>
    public Interval Range { get; init; } = Interval.All;

    /// <summary>Does one evaluation of F cost so much (tanh, sigmoid, exp) that evaluating it again is worth a report?</summary>
    public bool IsCostly { get; init; }

    public OutputFormCaveat Caveats { get; init; }

    /// <summary>Is the derivative a function that code has for other reasons (softplus: the logistic function of statistics), so that it tells of no backward pass?</summary>
    public bool HasCommonDerivative { get; init; }

    /// <summary>The derivative from the output, as a fix would write it.</summary>
    public OutputForm? OutputForm { get; init; }

    /// <summary>How far an implementation may be from F and still be F (rows that people write with short constants).</summary>
    public double Tolerance { get; init; } = 1e-9;

    /// <summary>Points where F has a kink or a jump: not compared within a small distance.</summary>
    public IReadOnlyList<double> Kinks { get; init; } = [];

    /// <summary>Is the derivative the same function of z as of a (relu: z &gt; 0 and a &gt; 0), so that it cannot be misapplied?</summary>
    public bool SameFromEither { get; init; }

    /// <summary>May a fix replace the input form by the output form?</summary>
    public bool MayOfferOutputForm => OutputForm is not null && Caveats is OutputFormCaveat.None or OutputFormCaveat.SingularAtZero;

    /// <summary>The sample points at which F is defined and smooth.</summary>
    public IReadOnlyList<double> Samples => [.. SamplePoints.All.Where(IsSmoothAt)];

    public bool IsSmoothAt(double z)
    {
        for (var i = 0; i < Kinks.Count; i++)
            if (Math.Abs(z - Kinks[i]) <= 1e-3) return false;
        return Domain.Contains(z);
    }

    public bool Equals(Activation? other) => ReferenceEquals(this, other) || (other is not null && other.Name == Name);

    public override int GetHashCode() => Name.GetHashCode();

    public override string ToString() => Name;
}
