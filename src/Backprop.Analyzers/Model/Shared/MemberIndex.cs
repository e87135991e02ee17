using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>The compilation's methods whose source mentions a name: found by text, nothing is bound. Kept per compilation.</summary>
internal sealed class MemberIndex(Compilation compilation)
{
    private readonly ConcurrentDictionary<string, ImmutableArray<IMethodSymbol>> known = new(StringComparer.Ordinal);
    private readonly Lazy<ImmutableArray<(IMethodSymbol Method, SyntaxReference Source)>> methods = new(() => MethodsIn(compilation).ToImmutableArray());

    public ImmutableArray<IMethodSymbol> Mentioning(string name) => known.GetOrAdd(name, Find);

    private ImmutableArray<IMethodSymbol> Find(string name)
    {
        var words = new WordSet([name]);
        return methods.Value
            .Where(entry => TreeWords.Of(entry.Source.SyntaxTree).Mention(words, entry.Source.Span))
            .Select(entry => entry.Method).Distinct<IMethodSymbol>(SymbolEqualityComparer.Default).ToImmutableArray();
    }

    private static IEnumerable<(IMethodSymbol, SyntaxReference)> MethodsIn(Compilation compilation)
    {
        var open = new Stack<INamespaceOrTypeSymbol>([compilation.Assembly.GlobalNamespace]);
        while (open.Count > 0)
        {
            foreach (var member in open.Pop().GetMembers())
            {
                if (member is INamespaceOrTypeSymbol inner) open.Push(inner);
                else if (member is IMethodSymbol { IsImplicitlyDeclared: false, IsAbstract: false } method)
                    foreach (var reference in method.DeclaringSyntaxReferences) yield return (method, reference);
            }
        }
    }
}
