using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

/// <summary>Does somebody's own indexer take -1 for the last element? A small collection is created, its last element set, and -1 read.</summary>
internal static class NegativeIndices
{
    private const int Size = 5;
    private const double Mark = 0.75;

    public static bool CountFromEnd(IMethodSymbol constructor, IPropertySymbol indexer, Interpreter interpreter)
    {
        if (constructor.Parameters.Length != 1 || indexer is not { GetMethod: { Parameters.Length: 1 } getter, SetMethod: { } setter })
        {
            return false;
        }

        var made = interpreter.Construct(constructor.OriginalDefinition, [Number.Of(Size)]);
        if (made is null)
        {
            return false;
        }

        interpreter.Invoke(setter.OriginalDefinition, made, [new Cell(Number.Of(Size - 1)), new Cell(Number.Of(Mark))], out var isSet);
        return isSet && At(-1) == Mark && At(Size - 1) == Mark && At(Size - 2) != Mark;

        double? At(int index) => (interpreter.Invoke(getter.OriginalDefinition, made, [Number.Of(index)]) as Number)?.Value;
    }
}
