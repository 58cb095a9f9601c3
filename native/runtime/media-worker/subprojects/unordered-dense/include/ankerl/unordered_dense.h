// What the worker uses of ankerl::unordered_dense, by the standard library's containers: slower by little, and everywhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <unordered_map>
#include <unordered_set>

namespace ankerl::unordered_dense
{
	// The original spreads every hash over all 64 bits and the worker combines such hashes; the standard one of a number is
	// the number itself. So it is mixed (the finalizer of MurmurHash3).
	template<typename Key>
	struct hash
	{
		std::uint64_t operator()(const Key& key) const
		{
			auto mixed = static_cast<std::uint64_t>(std::hash<Key>()(key));
			for (const std::uint64_t factor : { 0xff51afd7ed558ccdULL, 0xc4ceb9fe1a85ec53ULL })
				mixed = (mixed ^ (mixed >> 33)) * factor;
			return mixed ^ (mixed >> 33);
		}
	};

	template<typename Key, typename Value, typename Hash = hash<Key>>
	using map = std::unordered_map<Key, Value, Hash>;

	template<typename Key, typename Hash = hash<Key>>
	using set = std::unordered_set<Key, Hash>;
} // namespace ankerl::unordered_dense
