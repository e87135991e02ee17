using System.Collections.Concurrent;
using System.Collections.Immutable;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Values;

/// <summary>
/// Which members a method of the compilation reads, itself or through what it calls: a call of it is the same value twice only
/// as long as none of them is written in between. Each method that is asked about is followed for itself, so that neither who
/// asked first nor a recursion leaves anything out. Kept per compilation.
/// </summary>
internal sealed class MemberReads(IMethodBodies bodies, Hierarchy hierarchy, FixedFunctions functions)
{
    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableHashSet<ISymbol>?> known = new(SymbolEqualityComparer.Default);

    /// <summary>Null where that is not known.</summary>
    public ImmutableHashSet<ISymbol>? Of(IMethodSymbol method)
    {
        var declared = (method.ReducedFrom ?? method).OriginalDefinition;
        return known.TryGetValue(declared, out var reads) ? reads : known[declared] = new Search(bodies, hierarchy, functions).Of(declared);
    }

    private sealed class Search(IMethodBodies bodies, Hierarchy hierarchy, FixedFunctions functions)
    {
        private const int Deepest = 6;
        private const int MostImplementations = 12;

        private readonly ImmutableHashSet<ISymbol>.Builder found = ImmutableHashSet.CreateBuilder<ISymbol>(SymbolEqualityComparer.Default);
        private readonly HashSet<IMethodSymbol> seen = new(SymbolEqualityComparer.Default);
        private readonly Queue<(IMethodSymbol Method, int Depth)> open = new();

        public ImmutableHashSet<ISymbol>? Of(IMethodSymbol method)
        {
            Call(method, 0);
            while (open.Count > 0)
            {
                var (next, depth) = open.Dequeue();
                if (depth > Deepest || !Follow(next, depth + 1)) return null;
            }

            return found.ToImmutable();
        }

        private bool Follow(IMethodSymbol method, int depth)
        {
            var run = method.IsAbstract || method.IsVirtual || method.IsOverride ? hierarchy.ImplementationsOf(method) : ImmutableArray.Create(method);
            if (run.Length > MostImplementations) return false;
            foreach (var one in run)
            {
                if (bodies.BodyOf(one) is not { } body) return false;
                foreach (var operation in body.Descendants()) Add(operation, depth);
            }

            return true;
        }

        private void Add(IOperation operation, int depth)
        {
            switch (operation)
            {
                case IFieldReferenceOperation { Field: { IsConst: false } field }: found.Add(TupleItems.Plain(field)); break;
                case IPropertyReferenceOperation { Property: var property }:
                    if (!property.IsIndexer) found.Add(property);
                    Call(property.IsIndexer ? property.GetMethod : Getter(property), depth);
                    break;
                case IInvocationOperation { TargetMethod: { MethodKind: not MethodKind.DelegateInvoke } called }: Call(called, depth); break;
                case IInvocationOperation held: Call(functions.MethodOf(held), depth); break;
                case IObjectCreationOperation { Constructor: { IsImplicitlyDeclared: false } constructor } when !constructor.IsPrimary(): Call(constructor, depth); break;
                case IBinaryOperation { OperatorMethod: { } method }: Call(method, depth); break;
                case IUnaryOperation { OperatorMethod: { } method }: Call(method, depth); break;
                case IConversionOperation { OperatorMethod: { } method }: Call(method, depth); break;
                case IMethodReferenceOperation { Method: var handed }: Call(handed, depth); break;
            }
        }

        // What the compiler writes of `{ get; }` reads the property itself.
        private static IMethodSymbol? Getter(IPropertySymbol property) => property.ContainingType.GetMembers()
            .Any(member => member is IFieldSymbol field && SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property)) ? null : property.GetMethod;

        // A library's function reads what it is handed.
        private void Call(IMethodSymbol? called, int depth)
        {
            if ((called?.ReducedFrom ?? called)?.OriginalDefinition is { DeclaringSyntaxReferences.IsEmpty: false } declared && seen.Add(declared)) open.Enqueue((declared, depth));
        }
    }
}
