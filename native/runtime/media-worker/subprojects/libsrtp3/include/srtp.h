// The interface of libsrtp 3 as far as the worker uses it, on top of libsrtp 2: an opaque policy that is filled by calls,
// and protect and unprotect from one buffer into another. One key, no MKI.
#pragma once

#include <srtp2/srtp.h>

#include <climits>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>

// Errors that only libsrtp 3 has.
constexpr auto srtp_err_status_buffer_small = static_cast<srtp_err_status_t>(30);
constexpr auto srtp_err_status_cryptex_err  = static_cast<srtp_err_status_t>(31);

namespace srtp_over_v2
{
	struct Policy
	{
		srtp_policy_t settings{}; // libsrtp 2's own; its key points to the one below.
		std::uint8_t key[SRTP_MAX_KEY_LEN]{};
		std::size_t keyLength{ 0 };

		~Policy()
		{
			explicit_bzero(key, sizeof(key));
		}
	};

	using InPlace = srtp_err_status_t (*)(srtp_t, void*, int*);

	// libsrtp 2 works in place: so the packet is brought to where the result is wanted. `room` is what it may grow by.
	inline srtp_err_status_t apply(
	  InPlace operation, srtp_t session, const std::uint8_t* in, std::size_t inLength, std::uint8_t* out, std::size_t* outLength, std::size_t room)
	{
		if (inLength > INT_MAX || inLength + room > *outLength)
			return srtp_err_status_buffer_small;
		if (in != out)
			std::memmove(out, in, inLength);
		auto length       = static_cast<int>(inLength);
		const auto result = operation(session, out, &length);
		*outLength        = static_cast<std::size_t>(length);
		return result;
	}
} // namespace srtp_over_v2

inline srtp_err_status_t srtp_policy_create(srtp_over_v2::Policy** policy)
{
	*policy = new (std::nothrow) srtp_over_v2::Policy();
	return *policy == nullptr ? srtp_err_status_alloc_fail : srtp_err_status_ok;
}

inline void srtp_policy_destroy(srtp_over_v2::Policy* policy)
{
	delete policy;
}

inline srtp_err_status_t srtp_policy_set_ssrc(srtp_over_v2::Policy* policy, srtp_ssrc_t ssrc)
{
	policy->settings.ssrc = ssrc;
	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_profile(srtp_over_v2::Policy* policy, srtp_profile_t profile)
{
	const auto result = srtp_crypto_policy_set_from_profile_for_rtp(&policy->settings.rtp, profile);
	if (result != srtp_err_status_ok)
		return result;
	// With a tag of 80 bits also where RTP's has 32, as RFC 5764 (4.1.2) wants it.
	return srtp_crypto_policy_set_from_profile_for_rtcp(&policy->settings.rtcp, profile);
}

inline srtp_err_status_t srtp_policy_add_key(
  srtp_over_v2::Policy* policy,
  const std::uint8_t* key,
  std::size_t keyLength,
  const std::uint8_t* salt,
  std::size_t saltLength,
  const std::uint8_t* mki,
  std::size_t mkiLength)
{
	if (mki != nullptr || mkiLength != 0 || policy->keyLength != 0 || keyLength + saltLength > sizeof(policy->key))
		return srtp_err_status_bad_param;
	std::memcpy(policy->key, key, keyLength);
	std::memcpy(policy->key + keyLength, salt, saltLength);
	policy->keyLength = keyLength + saltLength;
	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_allow_repeat_tx(srtp_over_v2::Policy* policy, bool allow)
{
	policy->settings.allow_repeat_tx = allow ? 1 : 0;
	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_window_size(srtp_over_v2::Policy* policy, std::size_t size)
{
	policy->settings.window_size = size;
	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_create(srtp_t* session, srtp_over_v2::Policy* policy)
{
	// libsrtp 2 reads as many bytes as the profile wants; never let it read past what was given.
	if (policy->keyLength == 0 || policy->keyLength != static_cast<std::size_t>(policy->settings.rtp.cipher_key_len))
		return srtp_err_status_bad_param;
	policy->settings.key = policy->key;
	return srtp_create(session, &policy->settings);
}

inline srtp_err_status_t srtp_protect(
  srtp_t session, const std::uint8_t* in, std::size_t inLength, std::uint8_t* out, std::size_t* outLength, std::size_t)
{
	return srtp_over_v2::apply(srtp_protect, session, in, inLength, out, outLength, SRTP_MAX_TRAILER_LEN);
}

inline srtp_err_status_t srtp_protect_rtcp(
  srtp_t session, const std::uint8_t* in, std::size_t inLength, std::uint8_t* out, std::size_t* outLength, std::size_t)
{
	// The trailer of SRTCP has four bytes more: the flag of encryption and the index.
	return srtp_over_v2::apply(srtp_protect_rtcp, session, in, inLength, out, outLength, SRTP_MAX_TRAILER_LEN + 4);
}

inline srtp_err_status_t srtp_unprotect(
  srtp_t session, const std::uint8_t* in, std::size_t inLength, std::uint8_t* out, std::size_t* outLength)
{
	return srtp_over_v2::apply(srtp_unprotect, session, in, inLength, out, outLength, 0);
}

inline srtp_err_status_t srtp_unprotect_rtcp(
  srtp_t session, const std::uint8_t* in, std::size_t inLength, std::uint8_t* out, std::size_t* outLength)
{
	return srtp_over_v2::apply(srtp_unprotect_rtcp, session, in, inLength, out, outLength, 0);
}

inline srtp_err_status_t srtp_stream_remove(srtp_t session, std::uint32_t ssrc)
{
	return srtp_remove_stream(session, ssrc);
}

// From here on the name means libsrtp 3's handle.
#define srtp_policy_t srtp_over_v2::Policy*
