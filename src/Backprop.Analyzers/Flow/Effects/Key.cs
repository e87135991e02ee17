namespace Backprop.Analyzers.Flow.Effects;

internal enum KeyKind
{
    /// <summary>A local, a parameter, a static member, or the object that a member runs on.</summary>
    Root,

    /// <summary>An object that the code under analysis creates.</summary>
    Fresh,

    /// <summary>A field or property of the parent.</summary>
    Member,

    /// <summary>`d["dx"]`, `pair.Item2`.</summary>
    Constant,

    /// <summary>`h[t - 1]`: an element at an index that is understood.</summary>
    Index,

    /// <summary>All elements whose index is not understood, and those that inner loops walk through.</summary>
    Elements,
}

/// <summary>One step of an access path. Data: the symbol, the constant, the linear index or block, or the creating syntax.</summary>
internal readonly record struct Key(KeyKind Kind, object Data, int Context = 0)
{
    public static readonly Key Elements = new(KeyKind.Elements, "*");

    public static Key Member(object symbol) => new(KeyKind.Member, symbol);

    public static Key Constant(object value) => new(KeyKind.Constant, value);

    public static Key Index(LinearIndex index) => new(KeyKind.Index, index);

    public bool MayEqual(Key other) => (Kind, other.Kind) switch
    {
        (KeyKind.Elements, KeyKind.Index or KeyKind.Constant) or (KeyKind.Index or KeyKind.Constant, KeyKind.Elements) => true,
        (KeyKind.Index, KeyKind.Index) => Data is LinearIndex a && other.Data is LinearIndex b ? a.MayEqual(b) : Data is LinearIndex || other.Data is LinearIndex || Data.Equals(other.Data),
        _ => Equals(other),
    };
}
