using System.Collections.Concurrent;
using System.Collections.Immutable;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Values;

/// <summary>
/// Which members a method of the compilation reads, itself or through what it calls: a call of it is the same value twice only
/// as long as none of them is written in between. Kept per compilation.
/// </summary>
internal sealed class MemberReads(IMethodBodies bodies, Hierarchy hierarchy)
{
    private const int Deepest = 6;
    private const int MostImplementations = 12;

    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableHashSet<ISymbol>?> known = new(SymbolEqualityComparer.Default);

    // What this thread is in the middle of: others must not take half an answer for the whole.
    private readonly ThreadLocal<HashSet<IMethodSymbol>> inside = new(() => new(SymbolEqualityComparer.Default));

    /// <summary>Null where that is not known.</summary>
    public ImmutableHashSet<ISymbol>? Of(IMethodSymbol method) => Of((method.ReducedFrom ?? method).OriginalDefinition, 0);

    private ImmutableHashSet<ISymbol>? Of(IMethodSymbol method, int depth)
    {
        // A library's function reads what it is handed.
        if (method.DeclaringSyntaxReferences.IsEmpty) return ImmutableHashSet<ISymbol>.Empty;
        if (known.TryGetValue(method, out var reads)) return reads;
        if (depth > Deepest) return null;
        if (!inside.Value.Add(method)) return ImmutableHashSet<ISymbol>.Empty; // a recursive call reads nothing more
        reads = Find(method, depth);
        inside.Value.Remove(method);
        return known[method] = reads;
    }

    private ImmutableHashSet<ISymbol>? Find(IMethodSymbol method, int depth)
    {
        var found = ImmutableHashSet.CreateBuilder<ISymbol>(SymbolEqualityComparer.Default);
        var run = method.IsAbstract || method.IsVirtual || method.IsOverride ? hierarchy.ImplementationsOf(method) : ImmutableArray.Create(method);
        if (run.Length > MostImplementations) return null;
        foreach (var one in run)
        {
            if (bodies.BodyOf(one) is not { } body) return null;
            foreach (var operation in body.Descendants())
                if (!Add(found, operation, depth)) return null;
        }

        return found.ToImmutable();
    }

    private bool Add(ImmutableHashSet<ISymbol>.Builder found, IOperation operation, int depth) => operation switch
    {
        IFieldReferenceOperation { Field.IsConst: true } => true,
        IFieldReferenceOperation field => found.Add(TupleItems.Plain(field.Field)) || true,
        IPropertyReferenceOperation { Property.IsIndexer: false } property => (found.Add(property.Property) || true) && AddCalled(found, Getter(property.Property), depth),
        IPropertyReferenceOperation indexer => AddCalled(found, indexer.Property.GetMethod, depth),
        IInvocationOperation { TargetMethod.MethodKind: not MethodKind.DelegateInvoke } call => AddCalled(found, call.TargetMethod, depth),
        IObjectCreationOperation creation => creation.Constructor is not { IsImplicitlyDeclared: false } constructor || IsOfType(constructor) || AddCalled(found, constructor, depth),
        IBinaryOperation { OperatorMethod: { } method } => AddCalled(found, method, depth),
        IUnaryOperation { OperatorMethod: { } method } => AddCalled(found, method, depth),
        IConversionOperation { OperatorMethod: { } method } => AddCalled(found, method, depth),
        IMethodReferenceOperation reference => AddCalled(found, reference.Method, depth),
        _ => true,
    };

    // What the compiler writes of `{ get; }` reads the property itself.
    private static IMethodSymbol? Getter(IPropertySymbol property) => property.ContainingType.GetMembers()
        .Any(member => member is IFieldSymbol field && SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property)) ? null : property.GetMethod;

    // class P(int n), record R(int N): a primary constructor has no code of its own.
    private static bool IsOfType(IMethodSymbol constructor) =>
        constructor.DeclaringSyntaxReferences.Any(declared => declared.GetSyntax() is Microsoft.CodeAnalysis.CSharp.Syntax.TypeDeclarationSyntax);

    private bool AddCalled(ImmutableHashSet<ISymbol>.Builder found, IMethodSymbol? called, int depth)
    {
        if (called is null) return true;
        if (Of((called.ReducedFrom ?? called).OriginalDefinition, depth + 1) is not { } reads) return false;
        found.UnionWith(reads);
        return true;
    }
}
