namespace Backprop.Analyzers.Meaning;

/// <summary>What the interpreter computes with. Null in place of a datum means "unknown".</summary>
internal abstract class Datum
{
    /// <summary>The value that an assignment stores: structs and tuples are copied, everything else is itself.</summary>
    public virtual Datum Copied() => this;
}

/// <summary>A number of any numeric type. Integers are exact up to 2^53; beyond that the interpreter gives up.</summary>
internal sealed class Number(Dual dual, NumericKind kind) : Datum
{
    public static readonly Number Zero = new(0, NumericKind.Double);
    public static readonly Number IntegerZero = new(0, NumericKind.Int32);

    public Dual Dual { get; } = dual;

    public NumericKind Kind { get; } = kind;

    public double Value => Dual.Value;

    public static Number Of(double value) => new(value, NumericKind.Double);

    public static Number Of(int value) => new(value, NumericKind.Int32);

    /// <summary>An input: derivatives are taken with respect to it.</summary>
    public static Number Variable(double value, NumericKind kind = NumericKind.Double) => new(new Dual(value, 1), kind);

    public override string ToString() => Value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
}

internal sealed class Truth(bool value) : Datum
{
    public static readonly Truth True = new(true);
    public static readonly Truth False = new(false);

    public bool Value { get; } = value;

    public static Truth Of(bool value) => value ? True : False;
}

internal sealed class Text(string value) : Datum
{
    public string Value { get; } = value;
}

/// <summary>null.</summary>
internal sealed class Absent : Datum
{
    public static readonly Absent Null = new();
}
