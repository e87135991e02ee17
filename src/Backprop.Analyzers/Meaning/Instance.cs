using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

/// <summary>
/// An object of a type of the compilation. Its storage is keyed by field, auto-property or captured primary-constructor
/// parameter (original definitions). An open instance was not constructed by the interpreter: what nobody has written
/// into it is unknown; a constructed one is fully known.
/// </summary>
internal sealed class Instance(INamedTypeSymbol type, bool isOpen = false) : Datum
{
    public INamedTypeSymbol Type { get; } = type;

    public bool IsOpen { get; } = isOpen;

    public Dictionary<ISymbol, Datum?> Storage { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>The buffers that the objects in its fields have handed out, by field, method and sizes.</summary>
    public Dictionary<(ISymbol Field, ISymbol Method, string Sizes), Datum?> HandedOut { get; } = [];

    public override Datum Copied()
    {
        return Type.IsValueType ? Cloned() : this;
    }

    /// <summary>A copy whatever the type: <c>with</c> and MemberwiseClone.</summary>
    public Instance Cloned()
    {
        var copy = new Instance(Type, IsOpen);
        foreach (var slot in Storage)
        {
            copy.Storage[slot.Key] = slot.Value?.Copied();
        }

        return copy;
    }
}
