using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

/// <summary>Finds the model of a library member by the metadata name of its type. A library that is not referenced costs nothing.</summary>
internal sealed class Libraries
{
    private static readonly Func<string, IMethodSymbol, LibraryModel?>[] Sources =
    [
        MathModels.Find,
        GenericNumberModels.Find,
        ArrayModels.Find,
        ListModels.Find,
        QueueModels.Find,
        DictionaryModels.Find,
        LinqModels.Find,
        SpanModels.Find,
        ParallelModels.Find,
        MathNetModels.Find,
        MathNetFactories.Find,
        TensorModels.Find,
        TensorLibraryModels.Find,
    ];

    private readonly ConcurrentDictionary<IMethodSymbol, LibraryModel?> models = new(SymbolEqualityComparer.Default);

    public LibraryModel? Find(IMethodSymbol method) => models.GetOrAdd(method.OriginalDefinition, Bind);

    private static LibraryModel? Bind(IMethodSymbol method)
    {
        var type = MetadataNames.Of(method.ContainingType);
        foreach (var source in Sources)
        {
            if (source(type, method) is { } model)
            {
                return model;
            }
        }

        return null;
    }
}
